"""manage.py demo_company: write the demo company into the database and say how to sign in."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.places import NAME, SLUG
from demo.seats import PASSWORD, SEATS
from demo.services import company_load
from uniengine.kit.errors import DomainError

IN_PRODUCTION = (
    "This installation is in production mode, and the demo company's password is public: "
    "whoever reads the README could sign in. Say --yes if that is meant."
)


class Command(BaseCommand):
    help = "Write the demo company into the database. What is there already is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="delete the demo company's data and start over")
        parser.add_argument("--yes", action="store_true", help="also in production mode")
        parser.add_argument("--address", default="", help="where the server answers, for the table of sign-ins")

    def handle(self, *, reset: bool, yes: bool, address: str, **_: Any) -> None:
        if settings.PRODUCTION and not yes:
            raise CommandError(IN_PRODUCTION)
        try:
            loaded = company_load(reset=reset)
        except DomainError as error:
            raise CommandError(error.message) from None
        done = "is ready" if loaded.written else "is there already; nothing was changed"
        self.stdout.write(f"\n{NAME} {done}.\n\n{sign_ins(address or default_address())}\n")


def default_address() -> str:
    """The address of a server on this machine."""
    return f"http://localhost:{os.environ.get('UNIENGINE_PORT') or os.environ.get('PORT') or '8000'}"


def sign_ins(address: str) -> str:
    """The address and a table of who can sign in, with what they can do."""
    rows = [(seat.role.replace("_", " ").capitalize(), seat.email, seat.shows) for seat in SEATS]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    table = "\n".join(f"  {role:{widths[0]}}  {email:{widths[1]}}  {shows}" for role, email, shows in rows)
    return f"  Open      {address.rstrip('/')}/o/{SLUG}/\n  Password  {PASSWORD}  (for all of them)\n\n{table}\n"
