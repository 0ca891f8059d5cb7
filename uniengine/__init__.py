"""UniEngine: rebuild sales, marketing and service around how customers buy."""

from uniengine.celery import app as celery_app

__all__ = ["celery_app"]
