"""manage.py demo_serve: database, demo company, server and worker in one process; what `make demo` runs."""

from __future__ import annotations

import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo.management.commands.demo_company import sign_ins

READY_SECONDS = 60


class Command(BaseCommand):
    help = "Prepare the database, load the demo company, serve it, and say how to sign in. Ctrl-C ends all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets a room in")

    def handle(self, *, port: int, host: str, **_: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is for trying UniEngine out; this installation is in production mode.")
        check_port(host, port)
        self.stdout.write("Preparing the database and the demo company ...")
        call_command("migrate", verbosity=0)
        call_command("demo_company", stdout=QUIET)
        # The worker lives inside the server (jobs/embedded.py), so there is one process to end.
        config = uvicorn.Config(
            "uniengine.asgi:application", host=host, port=port, timeout_graceful_shutdown=2, log_level="warning"
        )
        threading.Thread(target=announce, args=(f"http://localhost:{port}",), daemon=True).start()
        try:
            uvicorn.Server(config).run()
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. `make demo` starts it again with everything as you left it.")


class Quiet:
    """Swallows what a command called on the way would print."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...


QUIET: Any = Quiet()


def check_port(host: str, port: int) -> None:
    """Raises CommandError when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(f"Port {port} is taken. Choose another one: make demo PORT={port + 1}") from None


def announce(address: str) -> None:
    """Print the address and the sign-ins as soon as the server is ready."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if is_ready(address):
            sys.stdout.write(f"\nUniEngine is ready.\n\n{sign_ins(address)}\n  Ctrl-C ends it.\n")
            sys.stdout.flush()
            return
        time.sleep(0.1)
    sys.stderr.write(f"The server did not get ready within {READY_SECONDS} s: see {address}/health/ready\n")


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
