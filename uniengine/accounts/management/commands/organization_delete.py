"""manage.py organization_delete: delete an organization with its people, for instance after its last member left."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from uniengine.accounts.access import system_actor
from uniengine.accounts.models import Organization
from uniengine.accounts.services.deletion import organization_delete, organization_rows


class Command(BaseCommand):
    help = "Delete everything an organization has, but its change log. Says what that is, and needs --yes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", help="Slug of the organization, as in its addresses.")
        parser.add_argument("--yes", action="store_true", help="Do it. It cannot be undone.")

    def handle(self, *, organization: str, yes: bool, **_: Any) -> None:
        found = Organization.objects.filter(slug=organization).first()
        if found is None:
            raise CommandError(f"There is no organization '{organization}'.")
        if not yes:
            rows = organization_rows(found)
            raise CommandError(f"{found.name} has {told(rows)}. Say --yes to delete all of it; nothing brings it back.")
        gone = organization_delete(actor=system_actor(found))
        self.stdout.write(f"{found.name} is deleted: {told(gone)}. Its change log stays.")


def told(rows: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in rows.items()) or "nothing"
