"""Background work. Celery looks for `tasks` in every app: each module here is imported, so that it registers."""

from roles.tasks import gaps, imports

__all__ = ["gaps", "imports"]
