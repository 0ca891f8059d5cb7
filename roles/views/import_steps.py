"""Where an import stands among its four steps."""

from dataclasses import dataclass

from django.urls import reverse

from roles.models import InventoryImport

NAMES = ("Upload", "Match columns", "Check", "Apply")
AT = {
    "upload": 0,
    "uploaded": 0,
    "failed": 0,
    "read": 1,
    "checking": 2,
    "checked": 2,
    "applying": 3,
    "applied": 4,
    "undoing": 3,
    "undone": 4,
}


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    state: str
    url: str = ""


def steps_of(state: str, slug: str = "", row: InventoryImport | None = None) -> list[Step]:
    """The steps with done, now and next; done ones of an unapplied import can be gone back to."""
    now = AT[state]
    urls = ["", "", "", ""]
    if row is not None and state in ("checked", "read"):
        urls = [
            reverse("roles:import-list", args=[slug]),
            reverse("roles:import-map", args=[slug, row.pk]),
            reverse("roles:import-detail", args=[slug, row.pk]),
            "",
        ]
    return [
        Step(name, "done" if place < now else "now" if place == now else "next", urls[place])
        for place, name in enumerate(NAMES)
    ]
