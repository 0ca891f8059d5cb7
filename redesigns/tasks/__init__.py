"""Background work. Celery looks for `tasks` in every app: each module here is imported, so that it registers."""

from redesigns.tasks import effects, placing, proposals

__all__ = ["effects", "placing", "proposals"]
