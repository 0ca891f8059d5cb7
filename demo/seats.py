"""Who can sign in to the demo company: one person of each role.

Pure data. Those who sit in a seat of the company bear the name of whoever sits there.
"""

from __future__ import annotations

from dataclasses import dataclass

from demo.places import DOMAIN
from demo.shapes import Company

PASSWORD = "tarnfjord-demo"  # noqa: S105 - printed on purpose; production refuses to load without being asked twice
"""The same for everybody, and written in the README."""


@dataclass(frozen=True, slots=True)
class Seat:
    """role: as in accounts. post: (market, title) of the person whose name it bears, else `name`."""

    role: str
    mailbox: str
    shows: str
    name: str = ""
    post: tuple[str, str] | None = None

    @property
    def email(self) -> str:
        """What one signs in with."""
        return f"{self.mailbox}@{DOMAIN}"

    @property
    def market(self) -> str | None:
        """The key of the market a pod leader stands for."""
        return self.post[0] if self.role == "pod_leader" and self.post else None

    def name_in(self, company: Company) -> str:
        """The display name; raises ValueError when nobody has that post."""
        if self.post is None:
            return self.name
        market, title = self.post
        for person in company.people:
            if person.market == market and person.title.casefold().removeprefix("senior ") == title.casefold():
                return person.name
        raise ValueError(f"Nobody is {title} in {market}.")


SEATS = (
    Seat("owner", "owner", "everything, the members and the settings", post=("nordics", "Chief commercial officer")),
    Seat("admin", "admin", "imports the skill inventory, sees people by name", name="Ragnhild Tveitsund"),
    Seat("leader", "leader", "works on the map, sees people by name", post=("north_america", "Vice president sales")),
    Seat("facilitator", "facilitator", "runs the room, sees no names", name="Inès Falkenrath"),
    Seat("pod_leader", "podleader", "looks, sees no names", post=("nordics", "Regional sales manager")),
    Seat("member", "member", "looks, sees no names", post=("dach", "Key account manager")),
)
