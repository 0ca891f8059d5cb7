"""Columns are suggested by name and content, remembered per source, and shown with samples."""

import json

import pytest

from roles.imports.columns import suggest_mapping
from roles.imports.fields import EXPORT_COLUMNS, FIELDS, fields_named
from roles.imports.mapping import Mapping, MappingError, bind
from roles.imports.profile import header_of
from uniengine.kit.tables import Table, read_table


def table(text: str) -> Table:
    return read_table(text.encode(), "hr.csv")


def suggested(text: str, **options: object) -> dict[str, str]:
    return {column.label: column.field for column in suggest_mapping(table(text), **options).columns}  # type: ignore[arg-type]


LONG = "Employee ID,Skill,Level\n" + "".join(f"{n:03},Writing,{n % 5 + 1}\n" for n in range(60))


def test_it_knows_the_names_hr_systems_use() -> None:
    found = suggested(
        "USERID;Name;Attribute External ID;Attribute Name;Attribute Type;Normalized Rating;Last "
        "Modified\n7;Ann;2.A;Writing;Skill;50,0;29.12.2020\n"
    )
    assert list(found.values()) == [
        "person_id",
        "person_name",
        "skill_code",
        "skill",
        "category",
        "level",
        "assessed_on",
    ]


@pytest.mark.parametrize("name", ["Employee ID", "employee_id", "EMPLOYEE-ID", "employeeId", " Employee  Id "])
def test_spelling_of_a_name_does_not_matter(name: str) -> None:
    assert fields_named(name) == (("person_id",), 1.0)


def test_every_column_of_our_own_export_is_known_for_certain() -> None:
    for key, name in EXPORT_COLUMNS:
        keys, confidence = fields_named(name)
        assert (keys[0], confidence) == (key, 1.0)


def test_each_suggestion_has_confidence_and_three_samples() -> None:
    column = suggest_mapping(table(LONG)).columns[0]
    assert (column.confidence, column.samples) == (1.0, ("000", "001", "002"))


def test_a_level_column_of_a_people_file_is_no_skill_level() -> None:
    found = suggest_mapping(table("employee_id,name,level,department\n1,Ann,Senior,Sales\n2,Bob,Manager,Service\n"))
    assert found.shape == "people"
    assert found.of("level") is None


def test_the_content_decides_what_source_means() -> None:
    rows = "employee_id,skill,level,source\n1,Writing,3,{}\n2,Writing,3,{}\n"
    assert suggested(rows.format("Manager", "Self"))["source"] == "rater"
    assert suggested(rows.format("O*NET skill", "ESCO"))["source"] == "taxonomy"
    assert suggested(rows.format("Monday", "Tuesday"))["source"] == "ignore"


def test_managers_are_taken_by_id_and_never_by_name() -> None:
    rows = "employee id,name,manager\n1,Ann,{}\n2,Bob,{}\n"
    assert suggested(rows.format("17", "18"))["manager"] == "manager_id"
    assert suggested(rows.format("Ann Lee", "Bob Ray"))["manager"] == "ignore"


def test_the_market_is_the_region_and_the_office_a_place_of_work() -> None:
    rows = "employee_id,office,country,region\n1,NYC,US,US East\n2,Oslo,Norway,EMEA\n"
    assert list(suggested(rows).values()) == ["person_id", "location", "ignore", "market"]


def test_an_office_is_the_market_where_there_is_nothing_better_and_it_asks() -> None:
    rows = "employee_id,location\n1,NYC\n2,Oslo\n"
    found = suggest_mapping(table(rows))
    assert found.columns[1].field == "market"
    assert "market" in found.questions[0]


def test_known_markets_tell_the_market_from_the_office() -> None:
    rows = "employee_id,office,country\n1,NYC,US East\n2,Oslo,EMEA\n"
    assert list(suggested(rows, known_markets={"US East", "EMEA"}).values()) == ["person_id", "location", "market"]
    assert suggested("employee_id,location\n1,NYC\n", known_markets={"US East"})["location"] == "location"


def test_the_order_of_days_and_months_is_found_or_asked_for() -> None:
    rows = "employee_id,skill,level,last updated\n1,Writing,3,{}\n2,Writing,3,{}\n"
    assert suggest_mapping(table(rows.format("28/06/2021", "01/02/2021"))).columns[3].option == "dmy"
    assert suggest_mapping(table(rows.format("06/28/2021", "01/02/2021"))).columns[3].option == "mdy"
    open_ = suggest_mapping(table(rows.format("03/04/2021", "01/02/2021")))
    assert open_.columns[3].option == ""
    assert any("month" in question for question in open_.questions)


def test_names_and_departments_are_put_straight() -> None:
    found = suggest_mapping(
        table('Emp #,"Last, First",Supervisory Organization\n1,"Lee, Ann",Sales (NYC)\n2,"Ray, Bob",Sales (Oslo)\n')
    )
    assert [column.option for column in found.columns] == ["", "last_first", "no_brackets"]


def test_a_wide_file_has_skills_with_groups_and_raters() -> None:
    found = suggest_mapping(
        table("Emp #,Sales,,Service,\n,Selling (Self),Selling (Manager),Repair,Calling\n1,3,4,5,1\n2,1,2,,3\n")
    )
    assert found.shape == "wide"
    assert [(c.skill, c.category, c.rater) for c in found.columns[1:]] == [
        ("Selling", "Sales", "self"), ("Selling", "Sales", "manager"), ("Repair", "Service", ""), ("Calling",
        "Service", ""), ]  # fmt: skip


def test_raters_may_stand_in_a_header_row_of_their_own() -> None:
    found = suggest_mapping(table("Emp #,Selling,,Planning,\n,Self,Manager,Self,Manager\n1,3,4,5,1\n2,1,2,,3\n"))
    assert [(c.skill, c.rater) for c in found.columns[1:]] == [
        ("Selling", "self"), ("Selling", "manager"), ("Planning", "self"), ("Planning", "manager"),
    ]  # fmt: skip


def test_a_skill_nobody_has_is_a_skill_all_the_same() -> None:
    found = suggest_mapping(table("Emp #,Selling,Planning,Repair,Calling\n1,3,4,5,\n2,1,2,1,\n"))
    assert found.columns[4].field == "skill_column"


def test_grouped_rows_are_told_from_missing_ids() -> None:
    grouped = "employee id,name,skill,level\n1,Ann,Selling,3\n,,Repair,4\n,,Calling,2\n2,Bob,Selling,3\n,,Calling,1\n"
    found = suggest_mapping(table(grouped))
    assert (found.shape, found.group_by) == ("grouped", "person")
    assert "above" in found.questions[-1]
    gaps = "employee id,skill,level\n1,Selling,3\n1,Repair,4\n,Calling,2\n2,Selling,3\n,Calling,1\n,Repair,1\n"
    assert suggest_mapping(table(gaps)).shape == "long"


def test_groups_of_skills_are_recognised() -> None:
    found = suggest_mapping(table("skill,employee id,level\nSelling,1,3\n,2,4\n,3,2\nCalling,1,3\n,2,1\n"))
    assert (found.shape, found.group_by) == ("grouped", "skill")


def test_it_remembers_what_was_confirmed_whatever_the_order_of_columns() -> None:
    confirmed = Mapping.by_name(
        {"Employee ID": "person_id", "Skill": "skill", "Level": "self_level"},
        scale={"kind": "5-1"},
        default_rater="self",
    )
    again = suggest_mapping(table("Level,Extra,Skill,Employee ID\n1,x,Writing,007\n2,x,Writing,008\n"), confirmed)
    assert [(c.label, c.field) for c in again.columns] == [
        ("Level", "self_level"),
        ("Extra", "ignore"),
        ("Skill", "skill"),
        ("Employee ID", "person_id"),
    ]
    assert (again.scale.kind, again.default_rater) == ("5-1", "self")


def test_a_remembered_wide_file_may_have_a_skill_more() -> None:
    confirmed = suggest_mapping(table("Emp #,Selling,Planning,Repair\n1,3,4,5\n2,1,2,1\n"))
    again = suggest_mapping(table("Emp #,Repair,Welding,Selling,Average\n1,3,4,5,4\n"), confirmed)
    assert again.shape == "wide"
    assert [column.skill for column in again.columns] == ["", "Repair", "Welding", "Selling", ""]


def test_a_mapping_by_name_is_completed_from_the_file() -> None:
    rows = "WHO;WHAT;HOW;WHEN\n" + "".join(f"{n};Writing;{n % 5 * 25};06/2{n % 9}/2021\n" for n in range(60))
    given = Mapping.by_name({"who": "person_id", "what": "skill", "how": "level", "when": "assessed_on"})
    found = suggest_mapping(table(rows), given)
    assert (found.scale.kind, found.columns[3].option) == ("0-100 quarters", "mdy")


def test_values_without_a_level_are_asked_for() -> None:
    found = suggest_mapping(table(LONG + "999,Writing,guru\n"))
    assert any("guru" in question for question in found.questions)


def test_adding_new_skills_is_chosen_each_time() -> None:
    confirmed = suggest_mapping(table(LONG)).with_new_skills("add")
    assert suggest_mapping(table(LONG), confirmed).new_skills == "queue"


def test_a_mapping_survives_json() -> None:
    mapping = suggest_mapping(table(LONG))
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


@pytest.mark.parametrize(
    ("columns", "more", "code"),
    [
        ({"A": "nonsense"}, {}, "field_unknown"),
        ({"A": "person_id"}, {"shape": "round"}, "mapping_invalid"),
        ({"A": "person_id"}, {"default_rater": "boss"}, "mapping_invalid"),
        ({"A": "person_id"}, {"scale": {"kind": "?"}}, "mapping_invalid"),
        ({"A": "person_id"}, {"header_line": "x"}, "mapping_invalid"),
    ],
)
def test_a_mapping_of_unknown_words_is_refused(columns: dict[str, str], more: dict[str, object], code: str) -> None:
    with pytest.raises(MappingError) as fault:
        Mapping.by_name(columns, **more)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"Skill": "skill", "Level": "level"}, "no_person_column"),
        ({"Employee ID": "person_id", "Skill": "skill"}, "no_level_column"),
        ({"Employee ID": "person_id", "Pay": "fte"}, "column_missing"),
        ({"Employee ID": "person_id", "Skill": "email", "Level": "email"}, "field_twice"),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_refused(columns: dict[str, str], code: str) -> None:
    with pytest.raises(MappingError) as fault:
        bind(Mapping.by_name(columns), header_of(table(LONG)))
    assert fault.value.code == code


def test_every_field_has_a_name_for_people() -> None:
    assert all(field.label[0].isupper() for field in FIELDS.values())
