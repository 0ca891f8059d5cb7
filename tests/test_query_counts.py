"""How many queries each page and API list takes: as recorded, and the same however much there is."""

import pytest

from tests.cast import Cast
from tests.examples import Examples, examples_of
from tests.matrix import Route, nothing_wrong, organization_routes
from tests.query_counts import baseline, grow, queries_of, record

# Files hold everything there is, read in portions; their number of queries may follow the number of portions.
FILES = ("export", "-file", ".csv", "problems")


def reading_routes() -> list[Route]:
    return [route for route in organization_routes() if not any(word in route.name for word in FILES)]


def counts(cast: Cast, examples: Examples) -> dict[str, int]:
    """Queries of every route that answers a GET of the owner, by name."""
    client, found = cast.client("owner"), {}
    for route in reading_routes():
        address = examples.address(route)
        client.get(address)  # the first one fills caches that every later one finds
        response, queries = queries_of(client, address)
        if response.status_code == 200:
            found[route.name] = len(queries)
    return found


@pytest.mark.slow
def test_it_takes_the_recorded_number_of_queries_however_much_there_is(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    examples = examples_of(cast.home, cast.users["owner"])
    few = counts(cast, examples)
    grow(cast.home, cast.users["owner"])
    many = counts(cast, examples)
    grown = [name for name in few if few[name] < many[name]]
    nothing_wrong([f"{name}: {few[name]} queries with few rows, {many[name]} with many" for name in grown])
    if request.config.getoption("--update-query-counts"):
        record(many)
    known = baseline()
    nothing_wrong([f"{name}: {many.get(name)} queries, {known.get(name)} recorded" for name in differing(many, known)])


def differing(found: dict[str, int], known: dict[str, int]) -> list[str]:
    """Routes that take more queries than recorded, are not recorded, or are gone."""
    more = {name for name, count in found.items() if name not in known or count > known[name]}
    return sorted(more | (set(known) - set(found)))
