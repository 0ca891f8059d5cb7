"""Health endpoints for load balancers and for people: live = the process answers, ready = all it needs answers."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from psycopg_pool import PoolTimeout
from redis.exceptions import RedisError

PATIENCE = 3.0


def health_live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process can answer at all."""
    return JsonResponse({"status": "ok"})


def health_ready(request: HttpRequest) -> JsonResponse:
    """200 when everything answers, else 503 naming what is down."""
    checks: dict[str, Callable[[], str]] = {"database": database_state, "cache": cache_state}
    found = {name: check() for name, check in checks.items()}
    down = sorted(name for name, state in found.items() if state != "ok")
    body = {"status": "down" if down else "ok", "down": down, "checks": found}
    return JsonResponse(body, status=503 if down else 200)


def database_state() -> str:
    try:
        reach()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are missing: run manage.py migrate"
    except (DatabaseError, PoolTimeout):
        return "no connection: check DATABASE_URL and the database server"
    return "ok"


def reach() -> None:
    """One round trip. Left to itself the pool would wait 20 s for a server that is gone; a probe has less patience."""
    if pool := getattr(connection, "pool", None):
        pool.open()
        with pool.connection(timeout=PATIENCE):
            pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def cache_state() -> str:
    try:
        cache.set("health", "ok", 10)
        return "ok" if cache.get("health") == "ok" else "does not keep values"
    except (RedisError, OSError):
        return "no connection: check REDIS_URL" if settings.REDIS_URL else "cannot write to the data folder"
