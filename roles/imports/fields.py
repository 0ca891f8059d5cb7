"""What a column of an HR export can be, and the names HR systems give it.

Aliases are compared after `header_key`: case, underscores, points and dashes do not matter.
"""

import re
from dataclasses import dataclass

from roles.imports.shapes import tidy

PERSON, SKILL, RATING, UNUSED = "person", "skill", "rating", "unused"
IGNORE = "ignore"
SKILL_COLUMN = "skill_column"  # wide files: the column is a skill, its cells are levels


@dataclass(frozen=True)
class Field:
    """One thing a column can be. `kind` chooses the cleaner; `length` is the most characters that can be stored."""

    key: str
    label: str
    group: str
    aliases: tuple[str, ...]
    kind: str = "text"
    length: int = 200


def _names(text: str) -> tuple[str, ...]:
    """Header names, one per | of a text block."""
    return tuple(" ".join(name.split()) for name in text.split("|"))


_FIELDS = (
    Field(
        "person_id",
        "Employee ID",
        PERSON,
        _names(
            """employee id | emp id | emp # | emp no | emp nr | emp number | employee # | employee number | employee no
            | employee nr | eeid | employee | user id | user | login | worker id | workers id | person number |
            person id | personnel number | payroll id | external id | unique user id | profile code | profilecode |
            staff id | staff number | empid | employeeid | userid | employee id id | personalnummer |
            mitarbeiternummer | mitarbeiter id | matricule | worker | code | id | associate id | resource id"""
        ),
        kind="id",
        length=60,
    ),
    Field(
        "person_name",
        "Name",
        PERSON,
        _names(
            """worker | employee name | name | user full name | full name | last, first | last name, first name | person
            | name employee | person name | display name | mitarbeiter | preferred name | legal name | staff name |
            employee"""
        ),
        kind="name",
    ),
    Field(
        "first_name",
        "First name",
        PERSON,
        _names("first name | firstname | preferred first name | given name | forename | vorname"),
    ),
    Field(
        "last_name",
        "Last name",
        PERSON,
        _names("last name | lastname | surname | preferred last name | family name | nachname"),
    ),
    Field(
        "email",
        "E-mail",
        PERSON,
        _names(
            """email | work email | e mail | email address | primary email address | primary email | business email |
            user email | user | mail | e mail address | upn"""
        ),
        kind="email",
        length=254,
    ),
    Field(
        "title",
        "Job title",
        PERSON,
        _names(
            """business title | job title | title | position | jobrole | designation | work title | role | job profile |
            job | position title | stelle | current role"""
        ),
    ),
    Field(
        "function",
        "Legacy function",
        PERSON,
        _names("legacy function | function | business function | commercial function | job function | funktion"),
        length=120,
    ),
    Field(
        "department",
        "Department",
        PERSON,
        _names(
            """department | dept | supervisory organization | division | team | org unit |
            organizational unit | business unit | abteilung | cost center name | department name"""
        ),
        kind="department",
        length=120,
    ),
    Field(
        "market",
        "Market",
        PERSON,
        _names(
            """market | territory | region | geo | country | location | office | site | city | markt | sales region |
            work location | work country | location name"""
        ),
        length=120,
    ),
    Field(
        "location",
        "Place of work",
        PERSON,
        _names("location | office | site | city | work location | location name | building | standort | place of work"),
    ),
    Field(
        "manager_id",
        "Manager's employee ID",
        PERSON,
        _names(
            """manager id | managerid | manager employee id | supervisor eeid | supervisor id | reports to | reports to
            id | manager number | line manager id | manager worker id | manager | supervisor"""
        ),
        kind="id",
        length=60,
    ),
    Field(
        "manager_email",
        "Manager's e-mail",
        PERSON,
        _names("manager email | manager e mail | supervisor email | line manager email | reports to email"),
        kind="email",
        length=254,
    ),
    Field(
        "fte",
        "FTE",
        PERSON,
        _names("fte | fte % | full time equivalent | employment percentage | working time | capacity"),
        kind="fte",
    ),
    Field(
        "start_date",
        "Start date",
        PERSON,
        _names(
            """start date | hire date | hired on | date of hire | joining date | original hire date | date joined |
            eintrittsdatum"""
        ),
        kind="date",
    ),
    Field(
        "skill",
        "Skill",
        SKILL,
        _names(
            """skill | skill name | competency | competency name | competence | capability name | capability | attribute
            name | attribute | competency / skill | external skill name | contentitem | content item | skills skill |
            skill id id | skills name | skills | skill description | kompetenz | faehigkeit"""
        ),
    ),
    Field(
        "skill_code",
        "Skill code",
        SKILL,
        _names(
            """skill id | skill code | capability id | attribute external id | external skill id | contentitemid |
            content item id | competency id | competency code | skill external id"""
        ),
        length=120,
    ),
    Field(
        "taxonomy",
        "Taxonomy",
        SKILL,
        _names(
            """taxonomy | source taxonomy | skill taxonomy | source | skill source taxonomy | framework | skill
            framework | skill library"""
        ),
        length=60,
    ),
    Field(
        "category",
        "Skill category",
        SKILL,
        _names(
            """category | skill category | skill type | skills skill type | skill type id id | attribute type |
            capability type | content type | contenttype | skill group | competency group | skill family"""
        ),
        length=120,
    ),
    Field(
        "level",
        "Level",
        RATING,
        _names(
            """skill level | level | proficiency | proficiency level | proficiency rating | rating | skill rating |
            normalized rating | skill level id id | external skill level | ratinglevelcode2 | skills skill level |
            skilllevel | competency level | competency rating | score | progress | skills progress | level progress |
            bewertung"""
        ),
        kind="level",
    ),
    Field(
        "self_level",
        "Level, own rating",
        RATING,
        _names(
            """self rating | self level | own rating | skill level (self) | self assessment | ratings: self | self score
            | self | self assessed level | employee rating"""
        ),
        kind="level",
    ),
    Field(
        "manager_level",
        "Level, manager's rating",
        RATING,
        _names(
            """manager rating | manager level | supervisor rating | skill level (supervisor) | skill level (manager) |
            ratings: supervisor | manager assessment | manager score | supervisor level"""
        ),
        kind="level",
    ),
    Field(
        "assessment_level",
        "Level, assessment",
        RATING,
        _names(
            """assessment level | assessment rating | assessment score | assessed level | skill level (assessment) |
            test result | final rating | official rating | calibrated rating"""
        ),
        kind="level",
    ),
    Field(
        "rater",
        "Rated by",
        RATING,
        _names(
            """rater | rated by | skill source | source | rating source | assessor | rating type | assessment type |
            assessed by"""
        ),
        kind="rater",
    ),
    Field(
        "assessed_on",
        "Rated on",
        RATING,
        _names(
            """assessed on | last updated | last modified | rated on | rating date | assessed | evaluation date |
            datefrom | date from | effective moment | last assessed | assessment date | date | as of date | effective
            date"""
        ),
        kind="date",
    ),
    Field(
        "target_level",
        "Target level (not imported)",
        UNUSED,
        _names("target rating | target skill level | target | expected level | required level | target level"),
    ),
    Field(
        "comment",
        "Comment (not imported)",
        UNUSED,
        _names("comment | comments | notes | context | remark"),
    ),
    Field(
        "expires_on",
        "Expiry date (not imported)",
        UNUSED,
        _names("expiration date | skills expiration date | expires on | valid until"),
    ),
    Field(
        "status",
        "Status (not imported)",
        UNUSED,
        _names(
            """active status | status | employment status | employmentstatus | capability status | skills status |
            approval status"""
        ),
    ),
    Field(
        IGNORE,
        "Do not import",
        UNUSED,
        _names(
            """interest level | interest level (self) | enjoyment | interest | ratingmodelcode2 | sourcesystemowner |
            sourcesystemid | metadata | profileitem | mode | primaryind | level name | salary | age | gender
            | birth date | row | # | job level | grade | tenure | tenure years | job code | manager name | manager |
            supervisor | raw level | scale"""
        ),
    ),
)
FIELDS: dict[str, Field] = {field.key: field for field in _FIELDS}
LEVEL_RATERS = {"level": "", "self_level": "self", "manager_level": "manager", "assessment_level": "assessment"}
PLACES = (
    "market",
    "territory",
    "sales region",
    "markt",
    "region",
    "geo",
    "country",
    "work country",
    "location",
    "office",
    "site",
    "city",
    "work location",
    "location name",
)  # best market first

RATERS = ("self", "manager", "assessment")
RATER_WORDS = {
    **dict.fromkeys(
        (
            "self",
            "own",
            "employee",
            "worker",
            "self assessed",
            "self assessment",
            "self rating",
            "self rated",
            "own rating",
            "selbst",
        ),
        "self",
    ),
    **dict.fromkeys(
        (
            "manager",
            "supervisor",
            "line manager",
            "manager assessed",
            "manager assessment",
            "manager rating",
            "manager rated",
            "boss",
            "lead",
            "vorgesetzter",
        ),
        "manager",
    ),
    **dict.fromkeys(
        (
            "assessment",
            "assessor",
            "test",
            "certification",
            "certified",
            "hr",
            "official",
            "final",
            "calibrated",
            "expert",
            "external",
        ),
        "assessment",
    ),
}

# Our own export, in this order; every name leads back to its field with full confidence.
EXPORT_COLUMNS: tuple[tuple[str, str], ...] = (
    ("person_id", "employee id"),
    ("person_name", "name"),
    ("email", "email"),
    ("title", "job title"),
    ("function", "legacy function"),
    ("department", "department"),
    ("market", "market"),
    ("location", "place of work"),
    ("manager_id", "manager id"),
    ("manager_email", "manager email"),
    ("fte", "fte"),
    ("start_date", "start date"),
    ("skill", "skill"),
    ("skill_code", "skill code"),
    ("taxonomy", "taxonomy"),
    ("category", "skill category"),
    ("rater", "rater"),
    ("level", "level (0-5)"),
    ("assessed_on", "assessed on"),
)

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PUNCTUATION = re.compile(r"[\s_.\-/:]+")


def header_key(name: str) -> str:
    """One spelling per header name: 'Employee_ID', 'employeeId' and 'EMPLOYEE ID' are 'employee id'."""
    return _PUNCTUATION.sub(" ", _CAMEL.sub(" ", tidy(name))).casefold().strip()


def _alias_table() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for field in _FIELDS:
        for alias in (field.key, *field.aliases):
            known = table.setdefault(header_key(alias), [])
            if field.key not in known:
                known.append(field.key)
    return {alias: tuple(keys) for alias, keys in table.items()}


_ALIASES = _alias_table()
_PEOPLE = ("employee", "worker")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_RANGE = re.compile(r"\s*\d+\s*(?:-|–|to|\.\.)\s*\d+\s*")  # Level (1-5): the bracket names the scale


def fields_named(name: str) -> tuple[tuple[str, ...], float]:
    """The fields a header name can mean, likeliest first, and the confidence in the name: 1, 0.8 without a bracket,
    0."""
    key = header_key(name)
    if key in _ALIASES:
        return _ALIASES[key], 1.0
    found = _BRACKETS.search(name)
    short = header_key(name[: found.start()]) if found else ""
    if not found or short not in _ALIASES:
        return (), 0.0
    return _ALIASES[short], 1.0 if _RANGE.fullmatch(found[1]) else 0.8


def is_known(name: str) -> bool:
    """Whether a cell is a header name; the header row is found by it. 'Manager' and 'Self' stand in data rows too."""
    return bool(fields_named(name)[0]) and (header_key(name) not in RATER_WORDS or name.casefold() in _PEOPLE)


def rater_of(text: str) -> str:
    """self, manager or assessment for what a file calls the rater; '' when unknown."""
    return RATER_WORDS.get(header_key(text), "")
