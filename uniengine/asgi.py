"""ASGI entry point. Without Redis it also starts the embedded worker."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "uniengine.settings")
application = get_asgi_application()

from django.conf import settings  # noqa: E402  (after the application is set up)

if settings.EMBEDDED_WORKER:
    from uniengine.jobs.embedded import start

    start()
