"""Single edits of people: add, change, erase. The stored supply follows in the same transaction.

The change log keeps no name, e-mail address or employee id of a person: it cannot be changed afterwards, and an
erased person must be erased there too. It says that they changed, and of which row.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from roles.hooks import person_erased
from roles.models import Person, SkillLevel, UndoRow
from roles.selectors.holdings import Holding, counts, holdings_of
from roles.services.gaps import gaps_follow
from roles.services.imports.forgetting import imports_forget
from roles.services.rollup import inventory_lock, supply_follow
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record, plain
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError

IDENTITY = ("name", "email", "employee_id")
PLAIN = ("title", "department", "location", "mfte", "started_on", "left_on")
KEYS = ("market", "function", "manager")
FIELDS = (*IDENTITY, *PLAIN, *KEYS)
PLACE = ("mfte", "market_id", "function_id", "left_on")
"""What decides where a person's ratings are counted."""
FULL_TIME = 1000


@transaction.atomic
def person_create(*, actor: Actor, values: Mapping[str, Any]) -> Person:
    """A new person. values: any of FIELDS. Raises DomainError naming the field."""
    actor.require(Permission.PEOPLE_EDIT)
    state = inventory_lock(actor.organization)
    person = Person(organization=actor.organization)
    _assign(person, values)
    person.save(force_insert=True)
    supply_follow(state, (), ())
    audit_record(actor=actor, action="person.create", target=person, label=label(person), after=_told(values, person))
    gaps_follow(actor.organization)
    return person


@transaction.atomic
def person_update(*, actor: Actor, person: Person, version: int, changes: Mapping[str, Any]) -> Person:
    """Change some of FIELDS. A stale version is a Conflict with both; without a difference nothing is written."""
    actor.require(Permission.PEOPLE_EDIT)
    state = inventory_lock(actor.organization)
    person = person_locked(person)
    wanted = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if person.version != version:
        raise _stale(person, changes)
    if not wanted:
        return person
    before, held = _told(wanted, person), holdings_of(person) if _moves(wanted) else []
    old_place = _place(person)
    _assign(person, wanted)
    person.version += 1
    person.edited = True
    person.save(update_fields=[*wanted, "version", "edited"])
    supply_follow(state, held, _placed(held, old_place, person))
    audit_record(
        actor=actor,
        action="person.update",
        target=person,
        label=label(person),
        before=before,
        after=_told(wanted, person),
    )
    gaps_follow(actor.organization)
    return person


@transaction.atomic
def person_erase(*, actor: Actor, person: Person, reason: str) -> None:
    """Delete a person with everything known about them. What stays in the change log names nobody.

    People they managed have no manager then. The next import brings them back if the HR system still sends them.
    """
    actor.require(Permission.PEOPLE_EDIT)
    if not reason.strip():
        raise DomainError("reason_missing", "Say why: it goes into the change log.", field="reason")
    state = inventory_lock(actor.organization)
    person = person_locked(person)
    held = holdings_of(person)
    rated = list(SkillLevel.objects.filter(person=person).values_list("pk", flat=True))
    audit_record(
        actor=actor,
        action="person.erase",
        target=person,
        label=label(person),
        before={"ratings": len(rated)},
        reason=reason.strip(),
    )
    imports_forget(person)
    _forget_undo_rows(person.pk, rated)
    person_erased(person)
    person.delete()
    supply_follow(state, held, ())
    gaps_follow(actor.organization)


def person_locked(person: Person) -> Person:
    """The person as they are now. Needs the inventory lock. Raises Conflict when they are gone."""
    found = Person.objects.filter(pk=person.pk).first()
    if found is None:
        raise Conflict("person_gone", "This person was removed meanwhile. Go back to the list of people.")
    return found


def label(person: Person) -> str:
    """How the change log speaks of a person."""
    return f"Person {person.pk}"


def _assign(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise DomainError("field_unknown", f"A person has no field '{name}'.", field=name)
        setattr(person, name, value.strip() if isinstance(value, str) else value)
    person.email = person.email.lower()
    _check_keys(person)
    if not 0 <= person.mfte <= FULL_TIME:
        raise DomainError("fte_range", "Working time is between 0 and 1 FTE.", field="mfte")
    if person.started_on and person.left_on and person.left_on < person.started_on:
        raise DomainError("dates_reversed", "The last day lies before the first. Correct one of them.", field="left_on")
    _check_manager(person)


def _check_keys(person: Person) -> None:
    if not person.employee_id and not person.email:
        words = "Enter an employee ID, or an e-mail address if there is none."
        raise DomainError("key_missing", words, field="employee_id")
    others = Person.objects.exclude(pk=person.pk)
    if person.employee_id and others.filter(employee_id=person.employee_id).exists():
        raise DomainError("employee_id_taken", "Somebody else has this employee ID.", field="employee_id")
    if person.email and others.filter(email__iexact=person.email).exists():
        raise DomainError("email_taken", "Somebody else has this e-mail address.", field="email")


def _check_manager(person: Person) -> None:
    """Nobody may be their own manager, directly or in circles."""
    above, seen = person.manager_id, set[int]()
    while above is not None and person.pk is not None and above not in seen:
        if above == person.pk:
            raise DomainError("manager_circle", "This would make the person their own manager.", field="manager")
        seen.add(above)
        above = Person.objects.filter(pk=above).values_list("manager_id", flat=True).first()


def _moves(wanted: Mapping[str, Any]) -> bool:
    return any(name in wanted for name in ("mfte", "market", "function", "left_on"))


def _place(person: Person) -> tuple[object, ...]:
    return tuple(getattr(person, name) for name in PLACE)


def _placed(held: list[Holding], old_place: tuple[object, ...], person: Person) -> list[Holding]:
    """What the person brings now: the same ratings in the new place."""
    if _place(person) == old_place:
        return held
    if not counts(person):
        return []
    if held:
        place = (person.market_id or 0, person.function_id or 0, person.mfte)
        return [Holding(one.skill, one.level, *place) for one in held]
    return holdings_of(person)


def _told(names: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """The fields as the change log may know them."""
    told: dict[str, Any] = {}
    for name in names:
        if name in IDENTITY:
            told[name] = "(not kept)"
        else:
            told[name] = getattr(person, f"{name}_id" if name in KEYS else name)
    return told


def _stale(person: Person, changes: Mapping[str, Any]) -> Conflict:
    theirs = {name: _shown(getattr(person, name)) for name in changes}
    yours = {name: _shown(value) for name, value in changes.items()}
    return Conflict(
        "person_stale",
        "Somebody changed this person while you were editing. Look at both versions, then save again.",
        details={"version": person.version, "yours": plain(yours), "theirs": plain(theirs)},
    )


def _shown(value: object) -> object:
    return value if value is None or isinstance(value, (int, str)) else str(value)


def _forget_undo_rows(person: int, ratings: list[int]) -> None:
    """What imports remember about overwritten rows of the person."""
    own = Q(model=Person._meta.label_lower, row=person) | Q(model=SkillLevel._meta.label_lower, row__in=ratings)
    UndoRow.objects.filter(own).delete()
