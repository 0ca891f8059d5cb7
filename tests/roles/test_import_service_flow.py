"""An import from upload to result, step by step."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from journeys.models import LegacyFunction, Skill
from roles.models import ImportProblem, ImportSource, InventoryImport, InventoryState, Person, SkillLevel, SupplyCell
from roles.selectors.import_counts import counts_of, result_of
from roles.selectors.imports import import_view, preview_of, problem_causes, problem_lines
from roles.services.imports import (
    import_apply_start,
    import_check_start,
    import_discard,
    import_map,
    import_read_again,
    import_upload,
)
from roles.services.imports import upload as upload_module
from tests.cast import Cast
from tests.factories import organization_market
from tests.roles.importing import (
    applied,
    apply,
    check_again,
    checked,
    content,
    csv_of,
    dump,
    run_jobs,
    uploaded,
    written,
)
from uniengine.accounts.models import AuditEntry, Market, User
from uniengine.kit.errors import Conflict, DomainError, NotAllowed
from uniengine.kit.scoping import scope

PEOPLE = (
    "Employee ID,Name,Email,Job title,Department,Market,Manager ID,FTE,Skill,Level,Last updated",
    "0007,Ana Díaz,ana@example.com,Rep,Sales,Canada,0009,0.8,Negotiation,4,2024-03-01",
    "0007,Ana Díaz,ana@example.com,Rep,Sales,Canada,0009,0.8,Writing,2,2024-03-01",
    "0008,Bo Li,bo@example.com,Analyst,Marketing,Nordics,0009,1,Analytics,5,2024-02-01",
    "0009,Cy Roy,cy@example.com,Head,Sales,Canada,,1,Negotiation,3,2024-01-01",
)
FILE = csv_of(*PEOPLE)


def test_it_reads_what_is_in_the_file_at_once(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), FILE, "..\\..\\etc/pass\0wd;\n.csv")
    assert made.state == "read"
    assert made.file_name == "pass wd; .csv"
    assert made.found["rows"] == 4
    assert made.found["delimiter"] == ","
    assert [column["field"] for column in made.found["suggested"]["columns"]][:2] == ["person_id", "person_name"]
    assert made.found["columns"][0]["samples"][0] == "0007"
    assert made.found["levels"]["Level"] == [["2", 2, ""], ["3", 3, ""], ["4", 4, ""], ["5", 5, ""]]


def test_it_stores_the_file_under_a_name_of_its_own_in_the_organizations_folder(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), FILE, "../../../evil.csv")
    path = Path(settings.MEDIA_ROOT) / made.stored_name
    assert path.parent == Path(settings.MEDIA_ROOT) / str(scoped.home.pk)
    assert "evil" not in path.name
    assert path.read_bytes() == FILE
    assert path.stat().st_mode & 0o077 == 0


def test_it_says_why_a_file_cannot_be_read(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), b"%PDF-1.7 ...", "inventory.csv")
    view = import_view(made)
    assert (view.state, view.failed_code) == ("failed", "not_a_table_pdf")
    assert "Export the data as CSV" in view.failed_message


def test_it_reads_a_large_file_in_the_background(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_module, "AT_ONCE_TEXT", 10)
    made = import_upload(actor=scoped.actor(), file=BytesIO(FILE), name="big.csv")
    assert import_view(made).state == "uploaded"
    assert import_view(made).job is not None
    run_jobs()
    made.refresh_from_db()
    assert (made.state, made.found["rows"]) == ("read", 4)


def test_it_goes_on_by_itself_when_asked_to_at_the_upload(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (10, 10_000_000):
        monkeypatch.setattr(upload_module, "AT_ONCE_TEXT", limit)
        mapping = {"columns": {"Employee ID": "person_id", "Skill": "skill", "Level": "level"}, "new_skills": "add"}
        made = import_upload(
            actor=scoped.actor(), file=BytesIO(FILE), name="big.csv", source="Push", mapping=mapping, check=True
        )
        run_jobs()
        made.refresh_from_db()
        assert made.state == "checked"
        assert made.summary["ratings"]["create"] == 4


def test_it_notes_a_mapping_that_does_not_fit_and_keeps_the_file(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (10, 10_000_000):
        monkeypatch.setattr(upload_module, "AT_ONCE_TEXT", limit)
        mapping = {"columns": {"Emp": "person_id", "Skill": "skill", "Level": "level"}}
        made = import_upload(actor=scoped.actor(), file=BytesIO(FILE), name="a.csv", mapping=mapping, check=True)
        run_jobs()
        made.refresh_from_db()
        view = import_view(made)
        assert (view.state, view.failed_code) == ("read", "column_missing")
        assert "'Emp'" in view.failed_message


def test_it_stops_an_upload_at_the_limit_and_keeps_nothing(scoped: Cast, settings: object) -> None:
    settings.UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined]
    with pytest.raises(DomainError, match="larger than 1 MB"):
        uploaded(scoped.actor(), b"x" * 1_100_000)
    assert not InventoryImport.objects.exists()
    folder = Path(settings.MEDIA_ROOT) / str(scoped.home.pk)  # type: ignore[attr-defined]
    assert list(folder.iterdir()) == []


def test_it_shows_what_would_change_and_changes_nothing(scoped: Cast) -> None:
    before = dump()
    made = checked(scoped.actor(), FILE)
    assert dump() == before
    counts = counts_of(made)
    assert (counts.people.create, counts.skills.create, counts.ratings.create) == (3, 3, 4)
    assert (counts.markets_new, counts.functions_new) == (("Canada", "Nordics"), ("Marketing", "Sales"))
    assert (counts.rows_total, counts.errors, counts.managers_set) == (4, 0, 2)
    shown = preview_of(made)
    assert [row["who"] for row in shown["people_new"]] == ["Ana Díaz (0007)", "Bo Li (0008)", "Cy Roy (0009)"]
    assert shown["skills_new"] == ["Analytics", "Negotiation", "Writing"]


def test_it_applies_what_the_check_showed(scoped: Cast) -> None:
    made = applied(scoped.actor(), FILE)
    ana = Person.objects.get(employee_id="0007")
    assert (ana.name, ana.email, ana.title, ana.mfte) == ("Ana Díaz", "ana@example.com", "Rep", 800)
    assert (ana.market and ana.market.name, ana.function and ana.function.name) == ("Canada", "Sales")
    assert ana.manager == Person.objects.get(employee_id="0009")
    rating = SkillLevel.objects.get(person=ana, skill__name="Negotiation")
    assert (rating.level, rating.raw, rating.scale, rating.effective) == (4, "4", "1-5", True)
    assert str(rating.assessed_on) == "2024-03-01"
    assert rating.source_import == made
    result = result_of(made)
    assert result is not None
    assert (result.people.create, result.skills.create, result.ratings.create) == (3, 3, 4)
    assert (result.markets_made, result.functions_made) == (3, 2)  # with the company itself


def test_it_puts_new_markets_below_the_company(scoped: Cast) -> None:
    root = organization_market(scoped.home, "Home Instruments")
    applied(scoped.actor(), FILE)
    canada = Market.objects.get(name="Canada")
    assert (canada.parent, canada.path) == (root, f"{root.path}{canada.pk}/")


def test_it_finds_places_in_any_spelling(scoped: Cast) -> None:
    canada = organization_market(scoped.home, "CANADA")
    sales = LegacyFunction.objects.create(organization=scoped.home, name="sales")
    applied(scoped.actor(), FILE)
    ana = Person.objects.get(employee_id="0007")
    assert (ana.market, ana.function, ana.department) == (canada, sales, "Sales")
    assert checked(scoped.actor(), FILE).summary["changes"] == 0


def test_it_reports_unknown_places_when_the_mapping_says_so(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE, new_markets="refuse", new_functions="refuse")
    assert made.summary["error_codes"] == {"market_unknown": 3, "function_unknown": 3}
    problem = ImportProblem.objects.filter(code="market_unknown").order_by("line")[0]
    assert (problem.line, problem.column, problem.value, problem.extent) == (2, "Market", "Canada", "cell")
    apply(scoped.actor(), made)
    assert not LegacyFunction.objects.exists()
    assert Person.objects.get(employee_id="0007").market is None


def test_it_gives_nobody_a_login(scoped: Cast) -> None:
    before = User.objects.count()
    applied(scoped.actor(), FILE)
    assert User.objects.count() == before


def test_it_counts_the_supply_and_raises_the_revision_once(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    state = InventoryState.objects.get()
    assert state.rolled_up_revision == state.revision
    negotiation = SupplyCell.objects.filter(skill__name="Negotiation")
    assert sorted(negotiation.values_list("level", "people", "mfte")) == [(3, 1, 1000), (4, 1, 800)]


def test_it_writes_nothing_at_all_for_the_same_file_again(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    before, revision = dump(), InventoryState.objects.get().revision
    made = checked(scoped.actor(), FILE)
    counts = counts_of(made)
    assert counts.changes == 0
    assert (counts.people.unchanged, counts.ratings.unchanged) == (3, 4)
    with written() as rows:
        apply(scoped.actor(), made)
    assert rows == [0]
    assert dump() == before
    assert InventoryState.objects.get().revision == revision


def test_it_gives_the_same_database_for_shuffled_rows(scoped: Cast) -> None:
    shuffled = csv_of(PEOPLE[0], *reversed(PEOPLE[1:]))
    with scope(scoped.away.pk):
        applied(scoped.actor("outsider"), shuffled)
        reversed_rows = content()
    applied(scoped.actor(), FILE)
    straight = content()

    def named(rows: dict[str, list[dict[str, object]]]) -> list[object]:
        """Without ids, which count on over both organizations; in the order they were written."""
        skills = {row["id"]: row["name"] for row in rows["journeys.Skill"]}
        people = {row["id"]: row["employee_id"] for row in rows["roles.Person"]}
        return [
            list(skills.values()),
            [(row["employee_id"], people.get(row["manager_id"]), row["mfte"]) for row in rows["roles.Person"]],
            [(people[r["person_id"]], skills[r["skill_id"]], r["level"], r["rater"]) for r in rows["roles.SkillLevel"]],
        ]

    assert named(straight) == named(reversed_rows)


def test_it_updates_only_what_differs(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    bo = Person.objects.get(employee_id="0008")
    changed = FILE.replace(b"Analyst,Marketing", b"Lead analyst,Marketing").replace(
        b"Negotiation,3,2024-01-01", b"Negotiation,4,2024-04-01"
    )
    made = checked(scoped.actor(), changed)
    counts = counts_of(made)
    assert (counts.people.update, counts.people.unchanged) == (1, 2)
    assert (counts.ratings.update, counts.ratings.unchanged) == (1, 3)
    shown = preview_of(made)
    assert shown["people_changed"][0]["changes"] == [
        {"field": "job title", "before": "Analyst", "after": "Lead analyst"}
    ]
    assert shown["ratings_changed"] == [{"who": "Cy Roy (0009)", "skill": "Negotiation", "before": 3, "after": 4}]
    with written() as rows:
        apply(scoped.actor(), made)
    after = Person.objects.get(employee_id="0008")
    assert (after.pk, after.title, after.version) == (bo.pk, "Lead analyst", bo.version + 1)
    kept_for_undo, revision_and_cells = 2, 1 + 1 + 8 + 8
    assert rows[0] <= 2 + kept_for_undo + revision_and_cells


def test_it_gives_nobody_an_address_that_is_somebody_elses(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    swapped = FILE.replace(b"ana@", b"x@").replace(b"bo@", b"ana@").replace(b"x@", b"bo@")
    made = checked(scoped.actor(), swapped)
    assert made.summary["error_codes"] == {"email_taken": 2}
    apply(scoped.actor(), made)
    assert Person.objects.get(email="ana@example.com").employee_id == "0007"


def test_it_keeps_a_function_that_was_chosen_by_hand(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    success = LegacyFunction.objects.create(organization=scoped.home, name="Success")
    Person.objects.filter(employee_id="0008").update(function=success)
    assert checked(scoped.actor(), FILE).summary["changes"] == 0


def test_it_wants_consent_before_it_leaves_out_faulty_rows(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE.replace(b"Analytics,5", b"Analytics,9"))
    start = {"actor": scoped.actor(), "inventory_import": made, "version": made.version}
    with pytest.raises(DomainError) as refusal:
        import_apply_start(**start)
    assert (refusal.value.code, refusal.value.details) == ("errors_need_consent", {"errors": 1})
    problem = ImportProblem.objects.get()
    assert (problem.line, problem.column, problem.value, problem.code) == (4, "Level", "9", "level_out_of_range")
    assert problem_causes(made)[0].count == 1
    assert list(problem_lines(made))[1][:2] == [4, "Level"]
    apply(scoped.actor(), made)
    assert SkillLevel.objects.count() == 3
    made.refresh_from_db()
    assert made.errors_left_out


def test_it_refuses_figures_that_somebody_has_seen_no_more(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    seen = made.version
    check_again(scoped.actor(), made)
    with pytest.raises(Conflict) as refusal:
        import_apply_start(actor=scoped.actor(), inventory_import=made, version=seen)
    assert refusal.value.code == "import_changed"


def test_it_refuses_a_second_step_while_one_is_under_way(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), FILE)
    import_check_start(actor=scoped.actor(), inventory_import=made)
    assert import_view(InventoryImport.objects.get(pk=made.pk)).state == "checking"
    with pytest.raises(Conflict, match="under way"):
        import_check_start(actor=scoped.actor(), inventory_import=made)


def test_it_refuses_to_apply_what_was_not_checked_or_was_applied(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), FILE)
    for state in ("read", "applied"):
        if state == "applied":
            made = applied(scoped.actor(), FILE)
        with pytest.raises(DomainError) as refusal:
            import_apply_start(actor=scoped.actor(), inventory_import=made, version=made.version)
        assert refusal.value.code == "not_checked"


def test_it_forgets_a_check_when_the_mapping_changes(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    other = {**made.mapping, "default_rater": "manager"}
    made = import_map(actor=scoped.actor(), inventory_import=made, version=made.version, mapping=other)
    assert (made.state, made.summary) == ("read", {})


def test_it_remembers_the_mapping_of_a_source(scoped: Cast) -> None:
    data = csv_of("Emp,Ability,Grade given", "1,Negotiation,3", "2,Negotiation,4")
    made = uploaded(scoped.actor(), data, source="Odd system")
    mapping = {"columns": {"Emp": "person_id", "Ability": "skill", "Grade given": "level"}, "new_skills": "add"}
    made = import_map(actor=scoped.actor(), inventory_import=made, version=made.version, mapping=mapping)
    check_again(scoped.actor(), made)
    again = uploaded(scoped.actor(), data, source="odd SYSTEM")
    assert again.found["remembered"]
    assert [column["field"] for column in again.found["suggested"]["columns"]] == ["person_id", "skill", "level"]
    assert ImportSource.objects.count() == 1
    source = ImportSource.objects.get()
    assert all(column["samples"] == [] for column in source.mapping["columns"])


def test_it_can_look_at_another_header_line(scoped: Cast) -> None:
    data = csv_of("Employee ID,Skill,Level", "Person,Ability,Grade", "1,Negotiation,3")
    made = uploaded(scoped.actor(), data)
    assert made.found["labels"] == ["Employee ID", "Skill", "Level"]
    made = import_read_again(actor=scoped.actor(), inventory_import=made, version=made.version, header_line=2)
    assert (made.state, made.found["labels"]) == ("read", ["Person", "Ability", "Grade"])
    columns = {"Person": "person_id", "Ability": "skill", "Grade": "level"}
    mapping = {"columns": columns, "new_skills": "add"}
    made = import_map(actor=scoped.actor(), inventory_import=made, version=made.version, mapping=mapping)
    made = check_again(scoped.actor(), made)
    assert (made.summary["rows"], made.summary["ratings"]["create"]) == (1, 1)


def test_it_deletes_an_import_that_was_not_applied_with_its_file(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    paths = [Path(settings.MEDIA_ROOT) / name for name in (made.stored_name, made.plan_name)]
    assert all(path.exists() for path in paths)
    with_commit(lambda: import_discard(actor=scoped.actor(), inventory_import=made, version=made.version))
    assert not InventoryImport.objects.exists()
    assert not any(path.exists() for path in paths)
    done = applied(scoped.actor(), FILE)
    with pytest.raises(DomainError, match="Undo it first"):
        import_discard(actor=scoped.actor(), inventory_import=done, version=done.version)


def with_commit(action: object) -> None:
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        action()  # type: ignore[operator]


@pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
def test_it_is_for_owners_and_admins(scoped: Cast, name: str) -> None:
    made = checked(scoped.actor(), FILE)
    before, state = dump(), made.state
    actor = scoped.actor(name)
    for step in (
        lambda: import_upload(actor=actor, file=BytesIO(FILE), name="a.csv"),
        lambda: import_map(actor=actor, inventory_import=made, version=made.version, mapping=made.mapping),
        lambda: import_check_start(actor=actor, inventory_import=made),
        lambda: import_apply_start(actor=actor, inventory_import=made, version=made.version),
        lambda: import_discard(actor=actor, inventory_import=made, version=made.version),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert dump() == before
    assert InventoryImport.objects.get().state == state


def test_it_keeps_names_out_of_the_change_log(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    for entry in AuditEntry.objects.all():
        text = f"{entry.object_label} {entry.before} {entry.after}"
        assert not any(secret in text for secret in ("Díaz", "0007", "ana@example.com")), text
    assert {"import.upload", "import.check", "import.apply"} <= set(AuditEntry.objects.values_list("action", flat=True))


def test_it_matches_an_archived_skill_by_code_only(scoped: Cast) -> None:
    from django.utils import timezone

    Skill.objects.create(
        organization=scoped.home,
        name="Negotiation",
        name_key="negotiation",
        taxonomy="O*NET",
        code="2.B.1.d",
        archived_at=timezone.now(),
    )
    by_name = csv_of("Employee ID,Skill,Level", "1,Negotiation,3")
    assert checked(scoped.actor(), by_name).summary["skills"]["create"] == 1
    by_code = csv_of("Employee ID,Skill,Skill code,Taxonomy,Level", "1,Negotiation,2.B.1.d,O*NET,3")
    made = checked(scoped.actor(), by_code, source="Codes")
    assert made.summary["skills"]["unchanged"] == 1
    apply(scoped.actor(), made)
