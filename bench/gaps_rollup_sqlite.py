"""10,000 people x 20 skills on SQLite: the same goals as on PostgreSQL, against the same hand SQL."""

from collections.abc import Iterator

from bench._import_rig import own_database
from bench.frame import Figure
from bench.gaps_rollup import figures

PEOPLE = 10_000


def measure() -> Iterator[Figure]:
    """Works in a database file of its own."""
    with own_database("sqlite"):
        yield from figures(PEOPLE, "SQLite")
