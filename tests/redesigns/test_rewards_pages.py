"""The pay page: what it says, one form that saves as one change, and who may do what."""

import pytest

from redesigns.models import Measure, RedesignChange, Role
from tests.redesigns.designs import put
from tests.redesigns.pay_cases import a_measure, draft_with_roles

pytestmark = pytest.mark.django_db


def rows(*measures):
    """A posted formset: (name, weight, needed, more)."""
    data = {"measures-TOTAL_FORMS": len(measures), "measures-INITIAL_FORMS": 0}
    for number, (name, weight, needed, more) in enumerate(measures):
        data |= {f"measures-{number}-{field}": value for field, value in more.items()}
        data |= {f"measures-{number}-name": name}
        data |= {f"measures-{number}-weight": weight, f"measures-{number}-needed": needed}
    return data


RENEWALS = ("Renewals", "80", "55", {"influences": "on", "pod_metric": "on"})
BOOKINGS = ("Bookings", "20", "45", {"influences": "on"})
EMPTY = ("", "", "", {"influences": "on"})


@pytest.fixture
def draft(cast, scoped):
    return draft_with_roles(cast)


def page(cast, url, who="leader"):
    return cast.client(who).get(url)


def post(cast, draft, data, who="leader"):
    return cast.client(who).post(draft.url(f"pay/{draft.hunter}/"), data)


def test_it_says_that_nobody_has_entered_any_pay(cast, draft):
    text = page(cast, draft.url("pay/")).content.decode()
    assert "Nobody has said yet what the roles are paid for." in text
    assert "Enter the pay" in text


def test_it_saves_mix_and_measures_as_one_change_and_says_a_quarter_off(cast, draft):
    before = RedesignChange.objects.count()
    data = {"fixed_share": "80", "needed_fixed_share": "55", "seen": draft.redesign.revision}
    answer = post(cast, draft, data | rows(RENEWALS, BOOKINGS, EMPTY))
    assert answer.status_code == 302
    assert RedesignChange.objects.count() == before + 1
    assert RedesignChange.objects.latest("pk").label == "Changed the pay of Hunter"
    assert sorted(Measure.objects.values_list("name", "weight", "needed", "pod_metric")) == [
        ("Bookings", 200, 450, False),
        ("Renewals", 800, 550, True),
    ]
    role = page(cast, draft.url(f"pay/{draft.hunter}/")).content.decode()
    assert role.count("<b>25 %</b> = <b>0.25</b>") == 2
    index = page(cast, draft.url("pay/")).content.decode()
    assert "The pay of 1 of 3 roles does not fit what the customer needs." in index
    assert f"pay/{draft.hunter}/#mix" in index
    assert "80 %" in index


def test_it_saves_one_decimal_and_says_by_how_much_the_weights_are_off(cast, draft):
    post(cast, draft, rows(("Renewals", "92.5", "100", {"influences": "on"})))
    assert Measure.objects.get().weight == 925
    text = page(cast, draft.url(f"pay/{draft.hunter}/")).content.decode()
    assert "The weights sum to 92.5 %, 7.5 % too little: make them 100 %." in text
    assert "92.5 %, 7.5 % too little" in text


def test_it_keeps_renames_and_removes_measures_of_the_same_form(cast, draft):
    post(cast, draft, rows(RENEWALS, BOOKINGS))
    renewals, bookings = (Measure.objects.get(name=name) for name in ("Renewals", "Bookings"))
    again = rows(
        ("Net renewals", "100", "100", {"key": renewals.key, "influences": "on"}),
        ("Bookings", "20", "45", {"key": bookings.key, "remove": "on"}),
    )
    assert post(cast, draft, again).status_code == 302
    assert list(Measure.objects.values_list("key", "name")) == [(renewals.key, "Net renewals")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "20", "", {}), "Give the measure a name, or remove it."),
        (("Renewals", "101", "", {}), "Use 100 or less."),
        (("Renewals", "12.55", "", {}), "Use one decimal at most."),
        (("Renewals", "NaN", "", {}), "Enter a number, like 12.5."),
    ],
)
def test_it_says_at_the_field_what_is_wrong_and_saves_nothing(cast, draft, row, words):
    answer = post(cast, draft, {"fixed_share": "70"} | rows(row))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Measure.objects.exists()
    assert Role.objects.get(key=draft.hunter).fixed_share is None


def test_it_refuses_two_measures_of_one_name(cast, draft):
    answer = post(cast, draft, rows(RENEWALS, ("renewals", "20", "45", {})))
    assert answer.status_code == 422
    assert "Another measure of this role has this name." in answer.content.decode()
    assert not Measure.objects.exists()


def test_it_adds_an_empty_row_and_keeps_what_was_typed(cast, draft):
    answer = post(cast, draft, rows(("Renewals", "7x", "", {})) | {"more": "1", "fixed_share": "70"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="measures-1-name"' in text
    assert 'value="7x"' in text
    assert 'value="70"' in text
    assert not Measure.objects.exists()


def test_it_does_not_overwrite_what_somebody_changed_meanwhile(cast, draft):
    seen = draft.redesign.revision
    measure = {("measure", "aaaaaaaaaaaa"): a_measure(draft.hunter, "Adoption", 1000, 1000)}
    put(cast, draft.redesign, measure, "Added adoption")
    answer = post(cast, draft, rows(RENEWALS) | {"seen": seen})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Added adoption" in text
    assert list(Measure.objects.values_list("name", flat=True)) == ["Adoption"]
    again = post(cast, draft, rows(RENEWALS) | {"seen": answer.context["seen"]})
    assert again.status_code == 302
    assert list(Measure.objects.values_list("name", flat=True)) == ["Renewals"]


@pytest.mark.parametrize("who", ["admin", "pod_leader", "member"])
def test_it_hides_a_draft_from_everybody_not_named_on_it(cast, draft, who):
    assert page(cast, draft.url("pay/"), who).status_code in (403, 404)
    assert post(cast, draft, rows(RENEWALS), who).status_code in (403, 404)
    assert not Measure.objects.exists()


def test_it_lets_everybody_who_may_view_read_a_proposed_redesign_and_nobody_change_it(cast, draft):
    post(cast, draft, {"fixed_share": "80", "needed_fixed_share": "55"} | rows(RENEWALS))
    type(draft.redesign).objects.update(
        state="proposed", proposed_by=cast.users["leader"], proposed_at="2026-11-01T00:00Z"
    )
    text = page(cast, draft.url(f"pay/{draft.hunter}/"), "admin").content.decode()
    assert "Renewals" in text
    assert 'name="fixed_share"' not in text
    assert post(cast, draft, rows(BOOKINGS)).status_code == 400
    assert list(Measure.objects.values_list("name", flat=True)) == ["Renewals"]


def test_it_exports_a_line_per_measure(cast, draft):
    post(cast, draft, {"fixed_share": "80", "needed_fixed_share": "55"} | rows(RENEWALS, BOOKINGS))
    lines = page(cast, draft.url("pay/export/?format=csv")).content.decode("utf-8-sig").splitlines()
    hunter = [line for line in lines if line.startswith("Hunter")]
    assert hunter[0].startswith("Hunter,Buy,80,55,0.25,0.25,80,Renewals,80,55,yes,yes")
    assert len(hunter) == 2
    assert page(cast, draft.url("pay/export/?format=xlsx")).content[:2] == b"PK"
    assert page(cast, draft.url("pay/export/?format=pdf")).status_code == 404


def test_it_sorts_by_what_is_furthest_off(cast, draft):
    post(cast, draft, rows(RENEWALS, BOOKINGS))
    names = [one.name for one in page(cast, draft.url("pay/?sort=-off")).context["roles"]]
    assert names == ["Hunter", "Farmer", "Care"]
    assert [one.name for one in page(cast, draft.url("pay/?sort=off")).context["roles"]][-1] == "Hunter"


def test_it_knows_no_role_of_another_name(cast, draft):
    assert page(cast, draft.url("pay/0123456789ab/")).status_code == 404
