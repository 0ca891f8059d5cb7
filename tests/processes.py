"""A real site in processes of its own: own database, own data folder, own queue, own port.

    with Site.create(folder) as site:
        site.manage("migrate")
        site.start("web", site.web_command())
        site.wait_ready()

On the database server of DATABASE_URL when that is PostgreSQL, else on a SQLite file; on REDIS_URL when that is set,
else with the embedded worker. Works without pytest, so that the benches can use it.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(found: Callable[[], Any], seconds: float, what: str) -> Any:
    """Wait until `found()` is true and return it. Raises TimeoutError that names `what`."""
    end = time.monotonic() + seconds
    while not (value := found()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen within {seconds:g} s")
        time.sleep(0.05)
    return value


@dataclass
class Site:
    """One running installation and everything it started."""

    folder: Path
    port: int
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @classmethod
    def create(cls, folder: Path, **environment: str) -> "Site":
        """A site with an empty database. Extra settings by name: `UNIENGINE_JOB_LEASE_SECONDS="2"`."""
        name = f"uniengine_site_{uuid.uuid4().hex[:12]}"
        folder.mkdir(parents=True, exist_ok=True)
        url = os.environ.get("DATABASE_URL", "")
        if url.startswith("postgres"):
            with postgres(url) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            url = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        else:
            url = f"sqlite:///{folder / 'site.sqlite3'}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("UNIENGINE_", "PYTEST_", "DJANGO_", "COV_"))}
        own = {
            "DATABASE_URL": url,
            "UNIENGINE_DATA_DIR": str(folder),
            "UNIENGINE_QUEUE_PREFIX": f"{name}:",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        return cls(folder, free_port(), kept | own | environment)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def on_redis(self) -> bool:
        return bool(self.environment.get("REDIS_URL"))

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *error: object) -> None:
        for name in list(self.running):
            self.stop(name)
        self.forget()

    def web_command(self) -> list[str]:
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--timeout-graceful-shutdown", "2"]
        return [str(BIN / "uvicorn"), "uniengine.asgi:application", *options]

    def worker_command(self) -> list[str]:
        return [str(BIN / "celery"), "-A", "uniengine", "worker", "--pool", "prefork", "-c", "1", "-l", "info"]

    def beat_command(self) -> list[str]:
        return [str(BIN / "celery"), "-A", "uniengine", "beat"]

    def run(self, command: Sequence[str], **environment: str) -> str:
        """Run to the end and return what it printed. Raises AssertionError with the output when it fails."""
        env = self.environment | environment
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def manage(self, *arguments: str, **environment: str) -> str:
        return self.run([sys.executable, "manage.py", *arguments], **environment)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Start in the background, in a process group of its own; what it prints goes to <folder>/<name>.log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, name: str) -> None:
        """Ask it to end, and end its whole group if it does not."""
        process = self.running.pop(name)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        signal_group(process.pid, signal.SIGKILL)
        process.wait()

    def kill(self, name: str, *, parent: bool = True, children: bool = True) -> None:
        """kill -9, as a crash or the kernel's memory killer does it. Without the parent it goes on running."""
        process = self.running[name]
        below = children_of(process.pid) if children else []
        for pid in ([process.pid] if parent else []) + below:
            signal_one(pid, signal.SIGKILL)
        if parent:
            self.running.pop(name).wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def wait_ready(self, seconds: float = 40) -> None:
        """Until /health/ready answers 200. Raises with the server's log when it ends before."""

        def ready() -> bool:
            process = self.running["web"]
            assert process.poll() is None, f"the server ended with {process.returncode}:\n{self.log('web')}"
            return self.get("/health/ready")[0] == 200

        until(ready, seconds, "readiness of the server")

    def get(self, path: str, headers: Mapping[str, str] | None = None, timeout: float = 10) -> tuple[int, bytes]:
        """Status (0 = no connection) and body of one request."""
        request = urllib.request.Request(self.url + path, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def json(self, path: str, headers: Mapping[str, str] | None = None) -> Any:
        return json.loads(self.get(path, headers)[1])

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a SELECT, read beside the site as an onlooker."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("postgres"):
            with postgres(url, database=urlsplit(url).path[1:]) as connection:
                return list(connection.execute(sql))
        reader = sqlite3.connect(urlsplit(url).path[1:], timeout=30)
        try:
            return reader.execute(sql).fetchall()
        finally:
            reader.close()

    def forget(self) -> None:
        """Drop the database and the queue."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("postgres"):
            with postgres(url) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{urlsplit(url).path[1:]}" WITH (FORCE)')
        if self.on_redis:
            clear_queue(self.environment["REDIS_URL"], self.environment["UNIENGINE_QUEUE_PREFIX"])


def postgres(url: str, database: str = "postgres") -> Any:
    """A connection to the server of `url`, outside transactions."""
    import psycopg

    return psycopg.connect(urlunsplit(urlsplit(url)._replace(path=f"/{database}")), autocommit=True)


def clear_queue(url: str, prefix: str) -> None:
    """Delete everything the broker kept under a prefix."""
    import redis

    with redis.Redis.from_url(url) as client:
        for key in client.scan_iter(f"{prefix}*"):
            client.delete(key)


def children_of(pid: int) -> list[int]:
    """Process ids below `pid`, from /proc."""
    found: list[int] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rsplit(")", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        if parent == pid:
            child = int(status.parent.name)
            found += [child, *children_of(child)]
    return found


def signal_one(pid: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it was faster
        os.kill(pid, which)


def signal_group(pid: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, which)
