"""Two branches are brought together: every question once, answers kept, one change, undone as a whole."""

from collections.abc import Mapping

import pytest

from redesigns.models import Reconciliation, Redesign, RedesignChange
from redesigns.records import Fields, Key, State
from redesigns.rules import broken
from redesigns.selectors.reconciling import brought, common_state, merge_sources
from redesigns.selectors.states import state_of
from redesigns.services.history import change_redo, change_undo
from redesigns.services.reconciling import (
    merge_start,
    reconciliation_apply,
    reconciliation_choose,
    reconciliation_discard,
)
from redesigns.services.redesigns import collaborator_name, redesign_archive, redesign_branch
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.roles.gap_company import Company
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: Cast) -> Company:
    return staffed(cast)


@pytest.fixture
def trunk(cast: Cast, company: Company) -> Redesign:
    """A role called Guide with two seats, nobody in them."""
    made = draft_of(cast, company)
    put(cast, made, {("role", GUIDE): a_role("Guide")[1].popitem()[1]} | seats(GUIDE, None, 2))
    return made


GUIDE = "aaaaaaaaaaaa"


def fresh(redesign: Redesign) -> Redesign:
    return Redesign.objects.select_related("baseline", "journey__organization").get(pk=redesign.pk)


def branch(cast: Cast, redesign: Redesign, name: str) -> Redesign:
    return redesign_branch(actor=cast.actor("leader"), redesign=fresh(redesign), name=name)


def rename(cast: Cast, redesign: Redesign, name: str) -> None:
    key = ("role", GUIDE)
    put(cast, redesign, {key: {**now(redesign)[key], "name": name}}, label="Renamed")


def start(cast: Cast, ours: Redesign, theirs: Redesign) -> Reconciliation:
    return merge_start(actor=cast.actor("leader"), redesign=ours, source=theirs)


def choose(cast: Cast, row: Reconciliation, choices: Mapping[str, str]) -> Reconciliation:
    return reconciliation_choose(actor=cast.actor("leader"), reconciliation=row, choices=choices)


def apply(cast: Cast, row: Reconciliation) -> RedesignChange | None:
    """With what there is now."""
    row.refresh_from_db()
    return reconciliation_apply(
        actor=cast.actor("leader"),
        reconciliation=row,
        version=row.version,
        ours=fresh(row.redesign).revision,
        theirs=fresh(row.source).revision if row.source else 0,
    )


def merge(cast: Cast, ours: Redesign, theirs: Redesign, **choices: str) -> RedesignChange | None:
    return apply(cast, choose(cast, start(cast, ours, theirs), choices))


def questions(row: Reconciliation) -> list[str]:
    row.refresh_from_db()
    return [one.id for one in brought(row, fresh(row.redesign)).conflicts]


def names(state: State) -> set[str]:
    return {str(fields["name"]) for key, fields in state.items() if key[0] == "role"}


def test_what_only_one_side_changed_comes_over_without_a_question(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    put(cast, theirs, a_role("Coach")[1])
    rename(cast, trunk, "Scout")
    row = start(cast, trunk, theirs)
    assert questions(row) == []
    change = apply(cast, row)
    assert change is not None
    assert (change.kind, change.source, change.source_position) == ("merge", theirs, 1)
    assert names(now(trunk)) == {"Scout", "Coach"}
    assert names(now(theirs)) == {"Guide", "Coach"}


def test_what_both_changed_is_asked_once(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    row = start(cast, trunk, theirs)
    asked = questions(row)
    assert asked == [f"field/role/{GUIDE}/name"]
    choose(cast, row, {asked[0]: "theirs"})
    apply(cast, row)
    assert names(now(trunk)) == {"Coach"}


def test_undo_takes_a_merge_back_as_a_whole(cast: Cast, company: Company, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    put(cast, theirs, a_role("Coach")[1] | seated(company.people[0].pk, GUIDE, None))
    before = now(trunk)
    merge(cast, trunk, theirs)
    after = now(trunk)
    change_undo(actor=cast.actor("leader"), redesign=trunk)
    assert now(trunk) == before
    change_redo(actor=cast.actor("leader"), redesign=trunk)
    assert now(trunk) == after


def test_more_people_than_seats_is_a_question_and_any_answer_keeps_everybody(
    cast: Cast, company: Company, trunk: Redesign
) -> None:
    theirs = branch(cast, trunk, "Branch")
    one, two, three, four = (person.pk for person in company.people)
    put(cast, trunk, seated(one, GUIDE, None) | seated(two, GUIDE, None))
    put(cast, theirs, seated(three, GUIDE, None) | seated(four, GUIDE, None))
    row = start(cast, trunk, theirs)
    asked = questions(row)
    assert asked == [f"seats/headcount/{GUIDE}:0"]
    choose(cast, row, {asked[0]: "theirs"})
    apply(cast, row)
    found = fresh(trunk)
    assert (found.people, found.placed, found.bench, found.seats) == (4, 2, 2, 2)
    assert {key[1] for key, fields in now(trunk).items() if fields.get("state") == "proposed"} == {
        str(three),
        str(four),
    }


def test_what_was_merged_once_is_not_asked_again(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    merge(cast, trunk, theirs)
    put(cast, theirs, a_role("Later")[1])
    row = start(cast, trunk, theirs)
    assert questions(row) == []
    apply(cast, row)
    assert names(now(trunk)) == {"Scout", "Later"}


def test_a_merge_that_changed_nothing_is_remembered_too(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    assert merge(cast, trunk, theirs, **{f"field/role/{GUIDE}/name": "ours"}) is None
    assert questions(start(cast, trunk, theirs)) == []


def test_a_merge_that_was_taken_back_does_not_count(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    put(cast, theirs, a_role("Coach")[1])
    merge(cast, trunk, theirs)
    change_undo(actor=cast.actor("leader"), redesign=trunk)
    merge(cast, trunk, theirs)
    assert names(now(trunk)) == {"Guide", "Coach"}


def test_merging_back_takes_the_answers_along(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    merge(cast, trunk, theirs)
    put(cast, trunk, a_role("Later")[1])
    row = start(cast, theirs, trunk)
    assert questions(row) == []
    apply(cast, row)
    assert now(theirs) == now(trunk)


def test_two_branches_meet_at_what_they_were_branched_from(cast: Cast, trunk: Redesign) -> None:
    one, two = branch(cast, trunk, "One"), branch(cast, branch(cast, trunk, "Between"), "Two")
    at_fork = now(trunk)
    put(cast, trunk, a_role("Not theirs")[1])
    put(cast, one, a_role("Coach")[1])
    rename(cast, two, "Scout")
    assert common_state(fresh(one), fresh(two), state_of(fresh(two))) == at_fork
    merge(cast, one, two)
    assert names(now(one)) == {"Coach", "Scout"}


def test_redesigns_without_a_common_line_have_only_the_bench_in_common(
    cast: Cast, company: Company, trunk: Redesign
) -> None:
    other = draft_of(cast, company, "Another")
    put(cast, other, a_role("Coach")[1])
    put(cast, trunk, seated(company.people[0].pk, GUIDE, None))
    merge(cast, trunk, other)
    assert names(now(trunk)) == {"Guide", "Coach"}
    assert fresh(trunk).placed == 1


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_who_looked_at_something_older_looks_again_and_loses_no_answer(cast: Cast, trunk: Redesign, side: str) -> None:
    theirs = branch(cast, trunk, "Branch")
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    row = choose(cast, start(cast, trunk, theirs), {f"field/role/{GUIDE}/name": "theirs"})
    seen = {"version": row.version, "ours": fresh(trunk).revision, "theirs": fresh(theirs).revision}
    put(cast, trunk if side == "ours" else theirs, a_role("Meanwhile")[1])
    before = now(trunk)
    with pytest.raises(Conflict, match="Your answers are kept"):
        reconciliation_apply(actor=cast.actor("leader"), reconciliation=row, **seen)
    assert now(trunk) == before
    apply(cast, row)
    assert names(now(trunk)) == {"Coach", "Meanwhile"}


def test_a_question_nobody_has_seen_is_not_answered_for_them(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    row = start(cast, trunk, theirs)
    seen = {"version": row.version, "ours": fresh(trunk).revision, "theirs": fresh(theirs).revision}
    with pytest.raises(Conflict):
        reconciliation_apply(actor=cast.actor("leader"), reconciliation=row, **seen, shown=[])
    assert names(now(trunk)) == {"Scout"}


def test_answers_that_are_none_are_not_kept(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    row = choose(cast, start(cast, trunk, theirs), {f"field/role/{GUIDE}/name": "burn", "nothing": "ours"})
    assert (row.choices, row.version) == ({}, 1)


def test_a_merge_is_discarded_and_begun_again(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    put(cast, theirs, a_role("Coach")[1])
    row = start(cast, trunk, theirs)
    assert start(cast, trunk, theirs) == row
    reconciliation_discard(actor=cast.actor("leader"), reconciliation=row)
    assert start(cast, trunk, theirs) != row
    with pytest.raises(Conflict, match="finished or discarded"):
        apply(cast, row)
    assert names(now(trunk)) == {"Guide"}


def test_one_thing_at_a_time(cast: Cast, trunk: Redesign) -> None:
    one, two = branch(cast, trunk, "One"), branch(cast, trunk, "Two")
    start(cast, trunk, one)
    with pytest.raises(DomainError, match="under way already"):
        start(cast, trunk, two)
    assert Reconciliation.objects.count() == 1


def test_nobody_merges_what_they_are_not_named_on(cast: Cast, company: Company, trunk: Redesign) -> None:
    theirs = draft_of(cast, company, "Theirs", by="admin")
    assert theirs not in merge_sources(cast.actor("leader"), fresh(trunk))
    with pytest.raises(NotAllowed):
        start(cast, trunk, theirs)
    assert not Reconciliation.objects.exists()


def test_whoever_may_not_bring_the_other_side_cannot_finish_it(cast: Cast, trunk: Redesign) -> None:
    theirs = branch(cast, trunk, "Branch")
    put(cast, theirs, a_role("Coach")[1])
    row = start(cast, trunk, theirs)
    collaborator_name(actor=cast.actor("leader"), redesign=trunk, user=cast.users["admin"], may="edit")
    with pytest.raises(NotAllowed):
        reconciliation_apply(
            actor=cast.actor("admin"), reconciliation=row, version=1, ours=fresh(trunk).revision, theirs=1
        )
    assert names(now(trunk)) == {"Guide"}


def test_itself_and_archived_ones_are_no_partners(cast: Cast, trunk: Redesign) -> None:
    with pytest.raises(DomainError, match="with itself"):
        start(cast, trunk, trunk)
    theirs = branch(cast, trunk, "Branch")
    redesign_archive(actor=cast.actor("leader"), redesign=theirs, version=1)
    with pytest.raises(DomainError, match="archived"):
        start(cast, trunk, theirs)
    assert not Reconciliation.objects.exists()


def test_a_role_taken_away_and_built_on_is_one_question_for_all_that_hangs_on_it(
    cast: Cast, company: Company, trunk: Redesign
) -> None:
    theirs = branch(cast, trunk, "Branch")
    gone: dict[Key, Fields | None] = {("role", GUIDE): None, ("headcount", f"{GUIDE}:0"): None}
    put(cast, trunk, gone)
    put(cast, theirs, seated(company.people[0].pk, GUIDE, None))
    for answer, placed in (("keep", 1), ("away", 0)):
        row = start(cast, trunk, theirs)
        asked = questions(row)
        choose(cast, row, dict.fromkeys(asked, answer))
        apply(cast, row)
        assert broken(now(trunk)) == []
        assert fresh(trunk).placed == placed
        if answer == "keep":
            change_undo(actor=cast.actor("leader"), redesign=trunk)
