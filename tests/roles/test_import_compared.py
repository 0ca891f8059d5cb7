"""Comparing by columns gives what comparing row by row gives."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.imports.columns import suggest_mapping
from roles.imports.compared import StoredColumns, plan_compare
from roles.imports.fields import RATERS
from roles.imports.people import ExistingPerson
from roles.imports.plan import Existing, Plan, build
from roles.imports.skills import ExistingSkill
from uniengine.kit.tables import read_table

PEOPLE = [ExistingPerson(pk=70 - number, employee_id=str(number)) for number in range(5)]
SKILLS = [ExistingSkill(pk=11 * number, name=f"Skill {number}") for number in range(1, 5)]
DAYS = (None, date(2024, 1, 1), date(2024, 2, 1))
stored_ratings = st.dictionaries(
    st.tuples(
        st.sampled_from([one.pk for one in PEOPLE]),
        st.sampled_from([one.pk for one in SKILLS]),
        st.sampled_from(RATERS),
    ),
    st.tuples(st.integers(0, 5), st.sampled_from(DAYS)),
    max_size=20,
)
file_rows = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(1, 6), st.sampled_from(RATERS)),
    st.tuples(st.integers(1, 5), st.sampled_from(DAYS)),
    min_size=1,
    max_size=25,
)


def planned(rows: dict[tuple[int, int, str], tuple[int, date | None]], existing: Existing) -> Plan:
    lines = ["Employee ID,Skill,Rater,Level (1-5),Last updated"]
    lines += [
        f"{person},Skill {skill},{rater},{level},{day or ''}" for (person, skill, rater), (level, day) in rows.items()
    ]
    table = read_table("\n".join(lines).encode(), "hr.csv")
    return build(table, suggest_mapping(table).with_new_skills("add"), existing)


@settings(deadline=None)
@given(rows=file_rows, stored=stored_ratings)
def test_it_finds_the_same_actions(
    rows: dict[tuple[int, int, str], tuple[int, date | None]],
    stored: dict[tuple[int, int, str], tuple[int, date | None]],
) -> None:
    ratings = [(*key, *value) for key, value in stored.items()]
    by_row = planned(rows, Existing(PEOPLE, SKILLS, ratings))
    by_column = planned(rows, Existing(PEOPLE, SKILLS))
    columns = [
        (person, skill, RATERS.index(rater), level, day.toordinal() if day else 0)
        for person, skill, rater, level, day in ratings
    ]
    plan_compare(by_column, StoredColumns(*np.array(columns, dtype=np.int64).reshape(-1, 5).T))
    assert bytes(by_column._actions) == bytes(by_row._actions)
    assert by_column.counts == by_row.counts
    assert by_column.fingerprint() == by_row.fingerprint()
