"""The application's settings with folders, queue and database of their own, so that no test touches a developer's.

pytest-django reads the settings before any conftest runs, so this is the one place early enough.
"""

import atexit
import os
import shutil
import tempfile

from tests.processes import clear_queue

if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit what the controller chose
    os.environ["UNIENGINE_DATA_DIR"] = tempfile.mkdtemp(prefix="uniengine-test-")
    os.environ["UNIENGINE_QUEUE_PREFIX"] = f"uniengine-test-{os.getpid()}:"
    atexit.register(shutil.rmtree, os.environ["UNIENGINE_DATA_DIR"], ignore_errors=True)
    if redis_url := os.environ.get("REDIS_URL"):
        atexit.register(clear_queue, redis_url, os.environ["UNIENGINE_QUEUE_PREFIX"])

# The package brings up its Celery application, which reads the settings: let it find the application's own, and
# let every process that a test starts find them too.
os.environ["DJANGO_SETTINGS_MODULE"] = "uniengine.settings"

from uniengine.settings import *  # noqa: F403
from uniengine.settings import DATA_DIR, DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file instead of memory: the threads of a live server then have connections of their own, as in real life,
    # where the in-memory database is one connection that they would all write to at once.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
