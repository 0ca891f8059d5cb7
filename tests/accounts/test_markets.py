"""The tree of markets: it stays a tree, whole and small, and knows what hangs on it."""

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.cast import Cast
from uniengine.accounts import hooks
from uniengine.accounts.models import AuditEntry, Market, Membership
from uniengine.accounts.selectors.markets import market_choices, market_tree
from uniengine.accounts.services.markets import MOST_LEVELS, market_change, market_create, market_delete
from uniengine.kit.errors import DomainError, NotAllowed


@pytest.fixture
def root(scoped: Cast) -> Market:
    found = factories.organization_market(scoped.home, "Home Instruments")
    Market.objects.filter(pk=found.pk).update(kind="company")
    return found


def grow(cast: Cast, parent: Market, *names: str) -> list[Market]:
    """A chain of markets, each below the one before."""
    made = []
    for name in names:
        parent = market_create(actor=cast.actor(), name=name, kind="region", parent=parent)
        made.append(parent)
    return made


def shape() -> list[tuple[int, str]]:
    return [(row.depth, row.market.name) for row in market_tree()]


def paths_are_true() -> bool:
    """Every path is the path of the parent and the own id."""
    nodes = {market.pk: market for market in Market.objects.all()}
    return all(
        market.path == f"{nodes[market.parent_id].path if market.parent_id else '/'}{market.pk}/"
        for market in nodes.values()
    )


def test_it_has_one_root(scoped: Cast, root: Market) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Market.objects.create(organization=scoped.home, name="Another company")
    assert Market.objects.get() == root


def test_it_adds_below(scoped: Cast, root: Market) -> None:
    grow(scoped, root, "Europe", "Spain")
    grow(scoped, root, "Americas")
    assert shape() == [(0, "Home Instruments"), (1, "Americas"), (1, "Europe"), (2, "Spain")]
    assert paths_are_true()
    assert AuditEntry.objects.first().after == {"name": "Americas", "kind": "region", "parent": "Home Instruments"}


def test_it_moves_a_subtree(scoped: Cast, root: Market) -> None:
    europe, iberia, _spain = grow(scoped, root, "Europe", "Iberia", "Spain")
    (south,) = grow(scoped, root, "South")
    market_change(actor=scoped.actor("admin"), market=iberia, parent=south)
    assert shape() == [(0, "Home Instruments"), (1, "Europe"), (1, "South"), (2, "Iberia"), (3, "Spain")]
    assert paths_are_true()
    assert Market.objects.get(pk=europe.pk).path.count("/") == 3


@pytest.mark.parametrize("target", ["itself", "child", "grandchild"])
def test_it_never_hangs_a_node_below_itself(scoped: Cast, root: Market, target: str) -> None:
    europe, iberia, spain = grow(scoped, root, "Europe", "Iberia", "Spain")
    before = shape()
    with pytest.raises(DomainError) as refused:
        market_change(
            actor=scoped.actor(), market=europe, parent={"itself": europe, "child": iberia, "grandchild": spain}[target]
        )
    assert refused.value.code == "market_cycle"
    assert shape() == before


def test_it_grows_six_levels_and_no_more(scoped: Cast, root: Market) -> None:
    *_, last = grow(scoped, root, *[f"Level {n}" for n in range(2, MOST_LEVELS + 1)])
    with pytest.raises(DomainError) as refused:
        grow(scoped, last, "Level 7")
    assert refused.value.code == "tree_too_deep"
    top, _ = grow(scoped, root, "A", "B")
    with pytest.raises(DomainError) as refused:
        market_change(actor=scoped.actor(), market=top, parent=Market.objects.get(name="Level 5"))
    assert refused.value.code == "tree_too_deep"
    assert paths_are_true()


def test_it_renames_without_moving(scoped: Cast, root: Market) -> None:
    europe, _ = grow(scoped, root, "Europe", "Spain")
    market_change(actor=scoped.actor(), market=europe, name="  EMEA ")
    assert shape() == [(0, "Home Instruments"), (1, "EMEA"), (2, "Spain")]
    market_change(actor=scoped.actor(), market=root, name="Home Inc.")
    assert shape()[0] == (0, "Home Inc.")


def test_it_knows_a_name_once(scoped: Cast, root: Market) -> None:
    (europe,) = grow(scoped, root, "Europe")
    with pytest.raises(DomainError) as refused:
        grow(scoped, root, "EUROPE")
    assert (refused.value.code, refused.value.field) == ("market_name_taken", "name")
    with pytest.raises(DomainError):
        market_change(actor=scoped.actor(), market=europe, name="home instruments")
    assert Market.objects.count() == 2


def test_it_keeps_the_company_at_the_top(scoped: Cast, root: Market) -> None:
    (europe,) = grow(scoped, root, "Europe")
    for act in (
        lambda: market_change(actor=scoped.actor(), market=root, parent=europe),
        lambda: market_change(actor=scoped.actor(), market=root, kind="market"),
        lambda: market_delete(actor=scoped.actor(), market=root),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "market_is_root"


def test_it_says_what_hangs_on_a_market_that_cannot_go(scoped: Cast, root: Market) -> None:
    europe, spain = grow(scoped, root, "Europe", "Spain")
    factories.person(scoped.home, "007", market=spain)
    Membership.objects.filter(organization=scoped.home, role="pod_leader").update(market=spain)
    with pytest.raises(DomainError, match="1 market below"):
        market_delete(actor=scoped.actor(), market=europe)
    with pytest.raises(DomainError) as refused:
        market_delete(actor=scoped.actor(), market=spain)
    assert sorted(refused.value.details["uses"]) == ["1 membership", "1 person"]
    assert Market.objects.count() == 3


def test_it_deletes_what_nothing_hangs_on(scoped: Cast, root: Market) -> None:
    (europe,) = grow(scoped, root, "Europe")
    market_delete(actor=scoped.actor("admin"), market=europe)
    assert shape() == [(0, "Home Instruments")]
    assert AuditEntry.objects.first().action == "market.delete"


def test_it_tells_the_layers_above(scoped: Cast, root: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[frozenset[str]] = []
    monkeypatch.setattr(hooks, "_changes", [lambda actor, changed: heard.append(changed)])
    europe, spain = grow(scoped, root, "Europe", "Spain")
    market_change(actor=scoped.actor(), market=spain, parent=root)
    market_change(actor=scoped.actor(), market=spain, parent=root)  # nothing changes
    market_delete(actor=scoped.actor(), market=europe)
    assert heard == [frozenset({"markets"})] * 4


@pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
def test_it_lets_only_owners_and_admins_shape_the_tree(scoped: Cast, root: Market, name: str) -> None:
    (europe,) = grow(scoped, root, "Europe")
    for act in (
        lambda: market_create(actor=scoped.actor(name), name="x", kind="region", parent=root),
        lambda: market_change(actor=scoped.actor(name), market=europe, name="x"),
        lambda: market_delete(actor=scoped.actor(name), market=europe),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert shape() == [(0, "Home Instruments"), (1, "Europe")]


def test_it_offers_no_place_inside_the_subtree_that_moves(scoped: Cast, root: Market) -> None:
    europe, _ = grow(scoped, root, "Europe", "Spain")
    grow(scoped, root, "South")
    names = [words.strip("\N{NO-BREAK SPACE}") for _, words in market_choices(without=europe)]
    assert names == ["Home Instruments", "South"]


class TestPages:
    def test_it_draws_the_tree_in_two_queries(self, scoped: Cast, root: Market, django_assert_num_queries) -> None:
        for number in range(20):
            grow(scoped, root, f"Region {number}", f"Market {number}")
        with django_assert_num_queries(2):
            assert len(market_tree()) == 41

    def test_it_moves_by_the_form(self, scoped: Cast, root: Market) -> None:
        europe, spain = grow(scoped, root, "Europe", "Spain")
        client = scoped.client("admin")
        page = client.get(f"/o/home/markets/{spain.pk}").content.decode()
        assert f'value="{europe.pk}" selected' in page
        form = {"name": "Spain", "kind": "market", "parent": root.pk}
        assert client.post(f"/o/home/markets/{spain.pk}", form).status_code == 302
        assert (1, "Spain") in shape()

    def test_it_shows_what_stands_in_the_way(self, scoped: Cast, root: Market) -> None:
        europe, _ = grow(scoped, root, "Europe", "Spain")
        answer = scoped.client().post(f"/o/home/markets/{europe.pk}/delete")
        assert answer.status_code == 422
        assert "1 market below" in answer.content.decode()

    def test_it_adds_below_the_node_one_came_from(self, scoped: Cast, root: Market) -> None:
        (europe,) = grow(scoped, root, "Europe")
        client = scoped.client()
        assert f'value="{europe.pk}" selected' in client.get(f"/o/home/markets/new?below={europe.pk}").content.decode()
        client.post("/o/home/markets/new", {"name": "Spain", "kind": "market", "parent": europe.pk})
        assert (2, "Spain") in shape()
        taken = client.post("/o/home/markets/new", {"name": "spain", "kind": "market", "parent": europe.pk})
        assert taken.status_code == 422
        assert "already a market called spain" in taken.content.decode()

    def test_it_does_not_accept_a_market_of_another_organization(self, scoped: Cast, root: Market) -> None:
        foreign = Market.objects.create(organization=scoped.away, name="Elsewhere", path="/x/")
        answer = scoped.client().post("/o/home/markets/new", {"name": "x", "kind": "market", "parent": foreign.pk})
        assert answer.status_code == 422
        assert scoped.client().get(f"/o/home/markets/{foreign.pk}").status_code == 404

    def test_it_reads_without_buttons_for_members(self, scoped: Cast, root: Market) -> None:
        page = scoped.client("member").get("/o/home/markets").content.decode()
        assert "Home Instruments" in page
        assert "/markets/new" not in page
