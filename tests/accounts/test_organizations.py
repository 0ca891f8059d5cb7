"""Organizations: whoever creates one owns it; settings change with a trace."""

import pytest

from tests.cast import Cast
from uniengine.accounts import hooks
from uniengine.accounts.models import AuditEntry, Market, Membership, Organization
from uniengine.accounts.services.organizations import organization_create, organization_update
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import scope


def test_it_makes_the_creator_owner_and_plants_the_tree(cast: Cast) -> None:
    made = organization_create(user=cast.users["guest"], name="  Brightboard   Inc. ", currency="CAD")
    assert (made.name, made.slug, made.currency) == ("Brightboard Inc.", "brightboard-inc", "CAD")
    assert Membership.objects.get(organization=made).role == "owner"
    with scope(made.pk):
        root = Market.objects.get()
        assert (root.name, root.kind, root.path) == ("Brightboard Inc.", "company", f"/{root.pk}/")
        assert [entry.action for entry in AuditEntry.objects.all()] == ["workshop.create", "organization.create"]


def test_it_gives_a_taken_address_four_letters_more(cast: Cast) -> None:
    slugs = {organization_create(user=cast.users["guest"], name="Home").slug for _ in range(3)}
    assert len(slugs) == 3
    assert "home" not in slugs  # that one is the cast's
    assert all(slug.startswith("home-") and len(slug) == 9 for slug in slugs)


def test_it_has_an_address_even_for_a_name_without_letters(cast: Cast) -> None:
    assert organization_create(user=cast.users["guest"], name="東京").slug == "organization"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "name_invalid"),
        ({"name": "x" * 121}, "name_invalid"),
        ({"currency": "EURO"}, "currency_unknown"),
        ({"productive_hours": 0}, "productive_hours_out_of_range"),
        ({"productive_hours": 8785}, "productive_hours_out_of_range"),
        ({"small_group": 1}, "small_group_out_of_range"),
        ({"rater_precedence": ["self", "manager"]}, "precedence_incomplete"),
        ({"rater_precedence": ["self", "self", "manager"]}, "precedence_incomplete"),
        ({"slug": "other"}, "setting_unknown"),
    ],
)
def test_it_refuses_a_bad_setting_and_changes_nothing(scoped: Cast, changes: dict, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        organization_update(actor=scoped.actor(), changes={"currency": "EUR", **changes})
    assert refused.value.code == code
    assert Organization.objects.get(pk=scoped.home.pk).currency == "USD"
    assert not AuditEntry.objects.exists()


def test_it_records_only_what_changed(scoped: Cast) -> None:
    organization_update(actor=scoped.actor("admin"), changes={"currency": "EUR", "productive_hours": 1600})
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.before, entry.after) == (
        "organization.update",
        {"currency": "USD"},
        {"currency": "EUR"},
    )


def test_it_tells_the_layers_above(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[frozenset[str]] = []
    monkeypatch.setattr(hooks, "_changes", [lambda actor, changed: heard.append(changed)])
    organization_update(actor=scoped.actor(), changes={"productive_hours": 1500, "currency": "USD"})
    organization_update(actor=scoped.actor(), changes={"productive_hours": 1500})
    assert heard == [frozenset({"productive_hours"})]


@pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
def test_it_lets_only_owners_and_admins_change_settings(scoped: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        organization_update(actor=scoped.actor(name), changes={"currency": "EUR"})
    assert Organization.objects.get(pk=scoped.home.pk).currency == "USD"


class TestPages:
    def test_it_shows_first_steps_to_somebody_without_a_seat(self, cast: Cast) -> None:
        page = cast.client("guest").get("/")
        assert "You are not in an organization yet" in page.content.decode()

    def test_it_goes_straight_to_the_only_organization(self, cast: Cast) -> None:
        assert cast.client("member").get("/").headers["Location"] == "/o/home/"

    def test_it_offers_the_choice_among_several(self, cast: Cast) -> None:
        Membership.objects.create(organization=cast.away, user=cast.users["member"], role="member")
        page = cast.client("member").get("/").content.decode()
        assert "Home Instruments" in page
        assert "Away Systems" in page

    def test_it_creates_an_organization_from_the_form(self, cast: Cast) -> None:
        client = cast.client("guest")
        answer = client.post("/organizations/new", {"name": "Brightboard", "currency": "CAD"})
        assert answer.headers["Location"] == "/o/brightboard/"
        assert client.get("/o/brightboard/").status_code == 200

    def test_it_keeps_the_form_with_its_error(self, cast: Cast) -> None:
        answer = cast.client("guest").post("/organizations/new", {"name": "", "currency": "CAD"})
        assert answer.status_code == 422
        assert not Organization.objects.filter(name="").exists()

    def test_it_saves_only_the_settings_touched_on_the_page(self, scoped: Cast) -> None:
        client = scoped.client("admin")
        page = client.get("/o/home/settings")
        assert page.status_code == 200
        Organization.objects.filter(pk=scoped.home.pk).update(currency="EUR")  # a colleague, meanwhile
        form = {
            "name": "Home Instruments",
            "currency": "EUR",
            "productive_hours": 1500,
            "rater_precedence": "self,manager,assessment",
            "small_group": 5,
        }
        assert client.post("/o/home/settings", form).status_code == 302
        now = Organization.objects.get(pk=scoped.home.pk)
        assert (now.currency, now.productive_hours, now.rater_precedence) == (
            "EUR",
            1500,
            ["self", "manager", "assessment"],
        )

    def test_it_says_what_is_wrong_at_the_field(self, cast: Cast) -> None:
        form = {"name": "Home", "currency": "EUR", "productive_hours": 0, "rater_precedence": "x", "small_group": 5}
        answer = cast.client().post("/o/home/settings", form)
        assert answer.status_code == 422
        assert "id_productive_hours_error" in answer.content.decode()
