"""A file to try the import on: the October round of ratings in Iberia, as that country's HR system exports it.

Pure. It is what such files are: Windows-1252, semicolons, two lines above the header, decimal commas, a row of
totals, skills under other names, a few things nobody can import. Most of it is known already; the news is that
the sales, channel and success people of the weakest market went through a training in the three scarce skills.

    python -m demo.october_round > docs/samples/iberia-october.csv
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date

from demo.bench import HOMES, SCARCE
from demo.company import company
from demo.people import ranks
from demo.shapes import MANAGER, Company, Person
from demo.work import WEAK_MARKET

ENCODING = "cp1252"
HEADER = (
    *("Employee ID", "Employee name", "E-mail", "Job title", "Function", "Department", "Region", "Manager ID", "FTE"),
    *("Start date", "Competency", "Proficiency (0-5)", "Rated by", "Rated on"),
)
WORDS = ("None", "Novice", "Beginner", "Proficient", "Advanced", "Expert")
TRAINED_TO, TRAINED_ON = 4, date(2026, 10, 9)
OTHER_NAMES = {"Installation": "On-site installation", "Case handling": "Ticket handling", "Negotiation": "Negotiating"}
"""Skill -> what this system calls it: two of the names are known aliases, one is not."""


def october_round() -> bytes:
    """The whole file."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\n")
    sheet.writerow(["Competency report, Iberia"])
    sheet.writerow(["Printed on", "12/10/2026"])
    sheet.writerow(HEADER)
    rows = list(_rows(company()))
    sheet.writerows(rows)
    sheet.writerow(["Total", len(rows)])
    return out.getvalue().encode(ENCODING)


def _rows(firm: Company) -> Iterator[list[str]]:
    names = {skill.key: skill.name for skill in firm.journey.skills}
    functions = {function.key: function.name for function in firm.functions}
    staff = [person for person in firm.people if person.market == WEAK_MARKET]
    trained = set(_trained(firm, staff))
    for person in staff:
        about = _about(person, functions[person.function])
        for rating in firm.ratings:
            if (rating.employee_id, rating.rater) != (person.employee_id, MANAGER):
                continue
            if (person.employee_id, rating.skill) not in trained:
                yield [*about, *_rating(names[rating.skill], rating.level, rating.assessed_on)]
        for skill in SCARCE:
            if (person.employee_id, skill) in trained:
                yield [*about, *_rating(names[skill], TRAINED_TO, TRAINED_ON)]
    yield from _newcomer(staff, functions)
    yield from _mistakes(staff[0], functions)


def _trained(firm: Company, staff: list[Person]) -> Iterator[tuple[str, str]]:
    """(employee id, skill) of those who lead nobody, are at home in a scarce skill and do not have it yet."""
    levels, rank = firm.effective_levels(), ranks(firm.people)
    for person in staff:
        for skill in SCARCE:
            at_home = HOMES[skill][0] == person.function and not rank[person.employee_id]
            if at_home and levels[person.employee_id].get(skill, TRAINED_TO) < TRAINED_TO:
                yield person.employee_id, skill


def _about(person: Person, function: str) -> list[str]:
    fte = f"{person.mfte / 1000:g}".replace(".", ",")
    started = f"{person.start_date:%d/%m/%Y}"
    return [
        person.employee_id,
        person.name,
        person.email,
        person.title,
        function,
        person.department,
        "Iberia",
        person.manager or "",
        fte,
        started,
    ]


def _rating(skill: str, level: int, day: date) -> list[str]:
    return [OTHER_NAMES.get(skill, skill), f"{level} - {WORDS[level]}", "Manager", f"{day:%d/%m/%Y}"]


def _newcomer(staff: list[Person], functions: dict[str, str]) -> Iterator[list[str]]:
    """Somebody who started this month."""
    boss = next(person for person in staff if person.title == "Regional sales manager")
    about = ["009914", "Leonor Vasconcelos", "leonor.vasconcelos@tarnfjord.example", "Account executive"]
    place = [functions["sales"], "Regional accounts", "Iberia", boss.employee_id, "1", "05/10/2026"]
    for skill, level in (("Discovery questioning", 3), ("Negotiating", 2), ("Prompt writing", 3)):
        yield [*about, *place, *_rating(skill, level, TRAINED_ON)]


def _mistakes(person: Person, functions: dict[str, str]) -> Iterator[list[str]]:
    """What no import can settle: a level off the scale, a row without a person, a day that does not exist."""
    about = _about(person, functions[person.function])
    yield [*about, "Pricing", "6 - Master", "Manager", "09/10/2026"]
    yield ["", "Interim help", "", "Account executive", *about[4:], *_rating("Pricing", 2, TRAINED_ON)]
    yield [*about, "Storytelling", "3 - Proficient", "Manager", "31/09/2026"]


if __name__ == "__main__":
    sys.stdout.buffer.write(october_round())
