"""A skill is recognised by (taxonomy, code), then name, then alias; otherwise somebody is asked."""

from collections import Counter

from roles.imports.skills import LEFT_OUT, WAITING, ExistingSkill, FileSkill, Matched, Resolution, file_key, match

READING = ExistingSkill(1, "Reading", "2.A", "O*NET skill")
MATHS_SKILL = ExistingSkill(2, "Mathematics", "2.A.1.e", "O*NET skill")
MATHS_KNOWLEDGE = ExistingSkill(3, "Mathematics", "2.C.4.a", "O*NET knowledge")
EXCEL = ExistingSkill(4, "Microsoft Excel", category="Tools", aliases=("MS Excel", "Excel"))
ALL = (READING, MATHS_SKILL, MATHS_KNOWLEDGE, EXCEL)


def skill(name: str, code: str = "", taxonomy: str = "", group: str = "", rows: int = 1) -> FileSkill:
    group = group or taxonomy
    return FileSkill(file_key(group, code, name), code, taxonomy, group, Counter({name: rows}), rows=rows)


def matched(
    *wanted: FileSkill,
    stored: tuple[ExistingSkill, ...] = ALL,
    answers: dict[str, Resolution] | None = None,
    add: bool = False,
) -> Matched:
    return match(wanted, stored, answers or {}, add_new=add)


def found(*wanted: FileSkill, stored: tuple[ExistingSkill, ...] = ALL) -> list[tuple[int | None, str] | int]:
    result = matched(*wanted, stored=stored)
    places = [result.targets[skill.key] for skill in wanted]
    return [place if place < 0 else (result.skills[place].pk, result.skills[place].how) for place in places]


def test_the_code_decides_even_when_the_name_is_another() -> None:
    assert found(skill("Lesen", "2.A", "O*NET skill")) == [(1, "code")]


def test_a_code_without_a_taxonomy_fits_any_taxonomy() -> None:
    assert found(skill("Mathematics", "2.C.4.a")) == [(3, "code")]


def test_the_same_code_of_two_taxonomies_is_a_question() -> None:
    twice = (ExistingSkill(1, "Reading", "7", "ESCO"), ExistingSkill(2, "Writing", "7", "SFIA"))
    assert found(skill("Planning", "7"), stored=twice) == [WAITING]
    assert found(skill("Planning", "7", "SFIA"), stored=twice) == [(2, "code")]


def test_names_are_compared_without_case_and_spacing() -> None:
    assert found(skill("  microsoft   EXCEL")) == [(4, "name")]


def test_aliases_come_last() -> None:
    assert found(skill("ms excel")) == [(4, "alias")]
    assert found(skill("Excel"), stored=(*ALL, ExistingSkill(9, "Excel"))) == [(9, "name")]


def test_a_name_two_skills_have_is_never_picked_silently() -> None:
    result = matched(skill("Mathematics"))
    entry = result.queue[0]
    assert (entry.reason, [one.pk for one in entry.suggestions]) == ("ambiguous", [2, 3])
    assert result.skills == []


def test_the_taxonomy_tells_skills_of_one_name_apart() -> None:
    wide = (skill("Mathematics", taxonomy="O*NET skill"), skill("Mathematics", taxonomy="O*NET knowledge"))
    assert found(*wide) == [(2, "name"), (3, "name")]


def test_two_skills_of_the_file_do_not_become_one() -> None:
    stored = (ExistingSkill(1, "Mathematics"),)
    columns = (skill("Mathematics", group="Basics"), skill("Mathematics", group="Advanced"))
    assert found(*columns, stored=stored) == [WAITING, WAITING]


def test_another_code_of_the_same_taxonomy_is_another_skill() -> None:
    stored = (MATHS_SKILL,)
    assert found(skill("Mathematics", "2.C.4.a", "O*NET skill"), stored=stored) == [WAITING]
    assert found(skill("Mathematics", "2.C.4.a"), stored=stored) == [WAITING]
    assert found(skill("Mathematics", "K9", "ESCO"), stored=stored) == [(2, "name")]


def test_unknown_names_wait_with_suggestions() -> None:
    entry = matched(skill("Micrsoft Excel", rows=7)).queue[0]
    assert (entry.reason, entry.rows, entry.suggestions[0].pk) == ("unknown", 7, 4)
    assert entry.suggestions[0].score > 90


def test_the_queue_starts_with_the_most_rows() -> None:
    result = matched(skill("A", rows=1), skill("C", rows=9), skill("B", rows=9))
    assert [entry.name for entry in result.queue] == ["B", "C", "A"]


def test_answers_are_followed() -> None:
    wanted = (skill("Sums"), skill("Kicking"), skill("Gossip"))
    answers: dict[str, Resolution] = {wanted[0].key: 2, wanted[1].key: "new", wanted[2].key: "leave out"}
    result = matched(*wanted, answers=answers)
    assert result.queue == []
    assert [(planned.pk, planned.name, planned.how) for planned in result.skills] == [
        (None, "Kicking", "new"),
        (2, "Mathematics", "chosen"),
    ]
    assert result.targets[wanted[2].key] == LEFT_OUT


def test_an_answer_that_names_a_skill_that_is_gone_is_asked_again() -> None:
    wanted = skill("Sums")
    assert [entry.key for entry in matched(wanted, answers={wanted.key: 99}).queue] == [wanted.key]


def test_adding_all_adds_the_unknown_and_still_asks_about_the_ambiguous() -> None:
    result = matched(skill("Kicking"), skill("Mathematics"), add=True)
    assert [planned.name for planned in result.skills] == ["Kicking"]
    assert [entry.name for entry in result.queue] == ["Mathematics"]


def test_a_first_import_asks_nothing_when_all_are_added() -> None:
    result = matched(
        skill("Mathematics", "2.A.1.e"), skill("Mathematics", "2.C.4.a"), skill("Writing"), stored=(), add=True
    )
    assert result.queue == []
    assert len(result.skills) == 3


def test_a_bare_name_is_the_coded_skill_of_that_name_in_the_same_file() -> None:
    coded, bare = skill("Writing", "2.A.1.c"), skill("writing")
    result = matched(coded, bare, stored=(), add=True)
    assert result.targets[coded.key] == result.targets[bare.key]
    several = matched(skill("Mathematics", "1"), skill("Mathematics", "2"), skill("Mathematics"), stored=(), add=True)
    assert [entry.reason for entry in several.queue] == ["ambiguous"]


def test_two_spellings_of_one_skill_are_one() -> None:
    result = matched(skill("MS Excel"), skill("microsoft excel"))
    assert len(result.skills) == 1
    assert result.skills[0].rows == 2


def test_a_second_code_of_a_known_name_is_new_not_the_known_one() -> None:
    """The journey brought one Mathematics; the HR file has two, told apart by code."""
    stored = (ExistingSkill(1, "Mathematics", "2.A.1.e", "O*NET"),)
    pair = (skill("Mathematics", "2.A.1.e", "O*NET skill"), skill("Mathematics", "2.C.4.a", "O*NET knowledge"))
    result = matched(*pair, stored=stored, add=True)
    assert [result.skills[result.targets[one.key]].pk for one in pair] == [1, None]
    assert result.queue == []
