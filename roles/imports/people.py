"""Who the people of a file are: by employee id as text, by e-mail where there is none, never by name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from roles.imports import cleaning
from roles.imports.cleaning import CellError
from roles.imports.fields import FIELDS, PERSON
from roles.imports.mapping import Bound

ATTRIBUTES = ("name", "email", "title", "function", "department", "market", "location", "fte", "start_date")
_UNIQUE = ("id", "name", "email")  # kinds of cells that rarely say the same twice
CREATE, UPDATE, UNCHANGED = "create", "update", "unchanged"


class ExistingPerson(NamedTuple):
    """A person of the organization. `manager` is another person's pk."""

    pk: int
    employee_id: str
    email: str = ""
    name: str = ""
    title: str = ""
    function: str = ""
    department: str = ""
    market: str = ""
    location: str = ""
    fte: Decimal | None = None
    start_date: date | None = None
    manager: int | None = None


class PersonPlan(NamedTuple):
    """What happens to one person. `values`: everything the file says, by attribute (employee_id and ATTRIBUTES);
    `before`: the stored values of those that differ. `manager`: position in the plan's people, or ("pk", id) of a
    person not in the file, or None to leave the manager as it is. `line`: first line of the person."""

    pk: int | None
    action: str
    employee_id: str
    values: dict[str, Any]
    before: dict[str, Any]
    manager: int | tuple[str, int] | None
    line: int

    @property
    def label(self) -> str:
        """How messages name the person: by id, else by e-mail."""
        return self.employee_id or str(self.values.get("email", ""))


class Fault(NamedTuple):
    """Something wrong with a set of person cells. `fatal` leaves out the whole row, otherwise only the cell."""

    column: str
    code: str
    value: str
    message: str
    fatal: bool


@dataclass
class Variant:
    """One distinct set of person cells in the file. A person usually has one, repeated on all their rows."""

    cells: tuple[str, ...]
    line: int
    rows: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    person: int = -1  # position in the plan's people, -1 when a fault is fatal

    @property
    def fatal(self) -> bool:
        return any(fault.fatal for fault in self.faults)


class Note(NamedTuple):
    """Something the admin should know that leaves nothing out."""

    line: int
    message: str


class PeopleColumns:
    """The person columns of one file: which cells they are and how each is cleaned."""

    def __init__(self, bound: Bound) -> None:
        self.bound = bound
        self.keys = [key for key in bound.at if FIELDS[key].group == PERSON]
        self.indexes = [bound.at[key] for key in self.keys]
        self._known: dict[str, dict[str, Any]] = {key: {} for key in self.keys if FIELDS[key].kind not in _UNIQUE}

    def clean(self, variant: Variant) -> None:
        """Fill the variant's values and faults from its cells."""
        for key, raw in zip(self.keys, variant.cells, strict=True):
            if not raw:
                continue
            known = self._known.get(key)
            try:
                if known is None:
                    found = self._clean(key, raw)
                elif raw in known:
                    found = known[raw]
                else:
                    found = known[raw] = self._clean(key, raw)
            except CellError as fault:
                fatal = key == "person_id"
                variant.faults.append(Fault(self.bound.label(key), fault.code, raw.strip()[:200], fault.message, fatal))
                continue
            if found:
                variant.values[key] = found
        self._complete(variant)

    def _complete(self, variant: Variant) -> None:
        """What follows from several cells: the whole name, the legacy function, whether anybody is named at all."""
        values = variant.values
        if "first_name" in values or "last_name" in values:
            values.setdefault("person_name", f"{values.get('first_name', '')} {values.get('last_name', '')}".strip())
        if "function" not in self.bound.at and "department" in values:
            values["function"] = values["department"]  # the department is the best guess at the legacy function
        if "person_id" not in values and "email" not in values and not variant.fatal:
            column = self.bound.label("person_id" if "person_id" in self.bound.at else "email")
            text = "The row names no person. Fill in the employee ID (or the e-mail address)."
            variant.faults.append(Fault(column, "person_missing", "", text, True))

    def _clean(self, key: str, raw: str) -> Any:
        what, option = FIELDS[key], self.bound.options.get(key, "")
        if what.kind == "id":
            return cleaning.clean_id(raw, what.length)
        if what.kind == "email":
            return cleaning.clean_email(raw, what.length)
        if what.kind == "name":
            return cleaning.clean_name(raw, option)
        if what.kind == "department":
            return cleaning.clean_department(raw, what.length, option)
        if what.kind == "fte":
            return cleaning.clean_fte(raw, option)
        if what.kind == "date":
            return cleaning.clean_date(raw, option)
        return cleaning.clean_text(raw, what.length)


class People:
    """The people of one file: `variants` grouped by who they are and compared with the stored people.

    Sets `person` and adds faults on the variants; `plans` has one entry per person, in order of their keys, whatever
    the order of the rows. Managers come in a second pass (managers.py).
    """

    def __init__(self, variants: Sequence[Variant], bound: Bound, existing: Iterable[ExistingPerson]) -> None:
        self.variants = variants
        self.bound = bound
        self.notes: list[Note] = []
        self.groups: defaultdict[tuple[str, str], list[Variant]] = defaultdict(list)  # person key -> variants
        self.by_pk: dict[int, ExistingPerson] = {}
        self.by_id: dict[str, ExistingPerson] = {}
        self.by_email: dict[str, ExistingPerson] = {}
        self.without_zeros: dict[str, str] = {}
        for person in existing:
            self.by_pk[person.pk] = person
            if person.employee_id:
                self.by_id[person.employee_id] = person
                self.without_zeros[person.employee_id.lstrip("0")] = person.employee_id
            if person.email:
                self.by_email[person.email.casefold()] = person
        self._identify()
        self.plans = self._plan()

    def _identify(self) -> None:
        """Give every variant without a fatal fault its person key: ("id", employee id) or ("email", address)."""
        usable = [variant for variant in self.variants if not variant.fatal]
        ids_of_email: defaultdict[str, set[str]] = defaultdict(set)
        for variant in usable:
            if "person_id" in variant.values and "email" in variant.values:
                ids_of_email[variant.values["email"]].add(variant.values["person_id"])
        for variant in usable:
            key = (
                self._by_id(variant, ids_of_email)
                if "person_id" in variant.values
                else self._by_email(variant, ids_of_email)
            )
            if key:
                self.groups[key].append(variant)

    def _by_id(self, variant: Variant, ids_of_email: Mapping[str, set[str]]) -> tuple[str, str] | None:
        employee_id = variant.values["person_id"]
        if self._email_is_taken(variant, employee_id, ids_of_email):
            return None
        known = self.without_zeros.get(employee_id.lstrip("0"))
        if known and employee_id not in self.by_id and employee_id.strip("0"):
            message = (
                f"There is no employee {employee_id}, but there is {known}: leading zeros were lost or "
                "added. Export the column as text."
            )
            self._fault(variant, "person_id", "id_zeros", employee_id, message, True)
            return None
        return "id", employee_id

    def _email_is_taken(self, variant: Variant, employee_id: str, ids_of_email: Mapping[str, set[str]]) -> bool:
        """Report an e-mail that is somebody else's. True when the row is lost: a new id with a known e-mail may be the
        same person under another id, and only somebody who knows can tell."""
        email = variant.values.get("email", "")
        if email and len(ids_of_email[email]) > 1:
            others = ", ".join(sorted(ids_of_email[email] - {employee_id})[:5])
            text = f"{email} also belongs to employee {others}. Give each person their own address, or leave it empty."
            self._fault(variant, "email", "email_shared", email, text, False)
            return False
        owner, person = self.by_email.get(email), self.by_id.get(employee_id)
        if owner is None or owner is person or (person is None and not owner.employee_id):
            return False
        what_to_do = "Correct the address or that person." if person else "If the id changed, change it there first."
        text = f"{email} already belongs to {_who(owner)}. {what_to_do}"
        self._fault(variant, "email", "email_taken", email, text, person is None)
        return person is None

    def _by_email(self, variant: Variant, ids_of_email: Mapping[str, set[str]]) -> tuple[str, str] | None:
        email = variant.values["email"]
        ids = ids_of_email.get(email, set())
        if len(ids) > 1:
            self._fault(
                variant,
                "email",
                "email_ambiguous",
                email,
                f"{email} belongs to several employees of this file. Fill in the employee ID.",
                True,
            )
            return None
        if ids:
            return "id", next(iter(ids))
        owner = self.by_email.get(email)
        return ("id", owner.employee_id) if owner and owner.employee_id else ("email", email)

    def _fault(self, variant: Variant, key: str, code: str, value: str, message: str, fatal: bool) -> None:
        variant.faults.append(Fault(self.bound.label(key), code, value, message, fatal))
        if not fatal:
            variant.values.pop(key, None)

    def _plan(self) -> list[PersonPlan]:
        """The people in order of their keys; sets the variants' positions."""
        people = []
        for position, key in enumerate(sorted(self.groups)):
            variants = self.groups[key]
            for variant in variants:
                variant.person = position
            people.append(self._person(key, variants))
        return people

    def _person(self, key: tuple[str, str], variants: Sequence[Variant]) -> PersonPlan:
        line = min(variant.line for variant in variants)
        values = {"employee_id": key[1]} if key[0] == "id" else {}
        for name in ATTRIBUTES:
            value = self._usual(name, variants, key[1])
            if value is not None:
                values[name] = value
        known = self.by_id.get(key[1]) if key[0] == "id" else self.by_email.get(key[1])
        known = known or self.by_email.get(values.get("email", ""))
        if known is None:
            return PersonPlan(None, CREATE, values.get("employee_id", ""), values, {}, None, line)
        before = {name: stored for name, value in values.items() if (stored := getattr(known, name)) != value}
        return PersonPlan(
            known.pk,
            UPDATE if before else UNCHANGED,
            known.employee_id or values.get("employee_id", ""),
            values,
            before,
            None,
            line,
        )

    def _usual(self, name: str, variants: Sequence[Variant], who: str) -> Any:
        """The value most rows give; among equals the first in the alphabet. Differences are noted."""
        key = "person_name" if name == "name" else name
        if len(variants) == 1:
            return variants[0].values.get(key)
        counts: Counter[Any] = Counter()
        for variant in variants:
            if key in variant.values:
                counts[variant.values[key]] += variant.rows
        if not counts:
            return None
        value = min(counts, key=lambda one: (-counts[one], str(one)))
        if len(counts) > 1:
            others = ", ".join(f"'{other}'" for other in sorted(map(str, counts)) if other != str(value))
            self.notes.append(
                Note(
                    min(variant.line for variant in variants),
                    f"{who} has more than one {FIELDS[key].label.lower()}: '{value}' was taken, not {others}.",
                )
            )
        return value


def _who(person: ExistingPerson) -> str:
    return f"employee {person.employee_id}" if person.employee_id else person.name or "another person"
