"""Begin, branch, name, archive and delete redesigns, and name people on them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from journeys.models import Journey
from redesigns.models import BaselinePerson, Collaborator, Redesign, RedesignState
from redesigns.records import BENCH, Puts, record
from redesigns.selectors.access import is_editor, named_on, redesigns_visible
from redesigns.selectors.states import state_of
from redesigns.services.baselines import baseline_take
from redesigns.services.changing import ensure_editable, log_record, redesign_locked
from redesigns.services.following import effects_follow
from redesigns.services.writing import records_write, tallies_count
from uniengine.accounts.access import Actor
from uniengine.accounts.models import Membership, User
from uniengine.accounts.policy import Permission, allows
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

LONGEST_NAME, LONGEST_TEXT = 120, 1000


@transaction.atomic
def redesign_create(*, actor: Actor, journey: Journey, name: str, description: str = "") -> Redesign:
    """An empty draft over the journey and everybody as they are now, all on the bench. Who makes it edits it."""
    actor.require(Permission.REDESIGN_EDIT)
    if journey.archived_at is not None:
        raise DomainError("journey_archived", "This journey is archived. Restore it, or choose another.")
    baseline = baseline_take(actor)
    redesign = Redesign.objects.create(
        organization=actor.organization,
        journey=journey,
        baseline=baseline,
        created_by=actor.user,
        people=baseline.people,
        bench=baseline.people,
        name=free_name(actor, journey, name),
        description=description.strip()[:LONGEST_TEXT],
    )
    numbers = BaselinePerson.objects.filter(baseline=baseline).values_list("number", flat=True)
    _begin(actor, redesign, {("placement", str(number)): record("placement", state=BENCH) for number in numbers})
    log_record(actor, redesign, "redesign.create", journey=journey.pk)
    return redesign


@transaction.atomic
def redesign_branch(*, actor: Actor, redesign: Redesign, name: str) -> Redesign:
    """A draft that begins where this redesign stands. Whoever is named on a redesign can branch it."""
    actor.require(Permission.REDESIGN_EDIT)
    if not (actor.user is None or named_on(actor, redesign)):
        raise NotAllowed("Only people named on this redesign can branch it. Ask one of its editors to name you.")
    source = redesign_locked(redesign.pk)
    branch = Redesign.objects.create(
        organization=actor.organization,
        journey=source.journey,
        baseline=source.baseline,
        parent=source,
        fork_position=source.revision,
        name=free_name(actor, source.journey, name),
        description=source.description,
        people=source.people,
        bench=source.people,
        created_by=actor.user,
    )
    _begin(actor, branch, {key: fields for key, fields in state_of(source).items() if key[0] != "basis"})
    log_record(actor, branch, "redesign.branch", parent=source.pk, position=source.revision)
    return branch


def _begin(actor: Actor, redesign: Redesign, puts: Puts) -> None:
    if actor.user is not None:
        Collaborator.objects.create(organization=actor.organization, redesign=redesign, user=actor.user)
    records_write(redesign, puts)
    tallies_count(redesign)
    effects_follow(redesign)


@transaction.atomic
def redesign_update(*, actor: Actor, redesign: Redesign, version: int, name: str, description: str) -> Redesign:
    """Name and description of a draft: what others decide on stays as they read it. A stale version is a Conflict."""
    locked = _decidable(actor, redesign, version)
    ensure_editable(actor, locked)
    locked.name = free_name(actor, locked.journey, name, but=locked)
    locked.description = description.strip()[:LONGEST_TEXT]
    return _saved(actor, locked, "redesign.update", "name", "description")


@transaction.atomic
def redesign_archive(*, actor: Actor, redesign: Redesign, version: int) -> Redesign:
    """Put a redesign aside. What is published stays until it is taken back."""
    locked = _decidable(actor, redesign, version)
    if locked.archived_at is not None:
        raise DomainError("redesign_archived", "This redesign is archived already.")
    if locked.state == RedesignState.PUBLISHED:
        raise DomainError("redesign_published", "This redesign is published. Take it back before you archive it.")
    locked.archived_at = timezone.now()
    return _saved(actor, locked, "redesign.archive", "archived_at")


@transaction.atomic
def redesign_restore(*, actor: Actor, redesign: Redesign, version: int) -> Redesign:
    """Take an archived redesign back into use."""
    locked = _decidable(actor, redesign, version)
    if locked.archived_at is None:
        raise DomainError("redesign_in_use", "This redesign is in use already.")
    free_name(actor, locked.journey, locked.name, but=locked)
    locked.archived_at = None
    return _saved(actor, locked, "redesign.restore", "archived_at")


@transaction.atomic
def collaborator_name(*, actor: Actor, redesign: Redesign, user: User, may: str) -> Collaborator:
    """Name a member on the redesign: editors change it, readers see it; both see names if their role may."""
    locked = redesign_locked(redesign.pk)
    _ensure_editor(actor, locked)
    seat = Membership.objects.filter(organization=actor.organization, user=user).first()
    if seat is None:
        raise DomainError("not_a_member", "This person is not a member of the organization.", field="user")
    if may not in Collaborator.May.values:
        raise DomainError("may_unknown", "Choose whether they edit or read.", field="may")
    if may == Collaborator.May.EDIT and not allows(seat.role, Permission.REDESIGN_EDIT):
        raise DomainError(
            "role_may_not_edit", "Their role does not allow editing redesigns. Name them as a reader.", field="may"
        )
    if may == Collaborator.May.READ:
        _ensure_editor_left(locked, user)
    row, _ = Collaborator.objects.update_or_create(
        redesign=locked, user=user, defaults={"organization": actor.organization, "may": may}
    )
    log_record(actor, locked, "redesign.name", user=user.pk, may=may)
    return row


@transaction.atomic
def collaborator_remove(*, actor: Actor, redesign: Redesign, user: User) -> None:
    """Take a name off. The last editor stays."""
    locked = redesign_locked(redesign.pk)
    if actor.user != user:
        _ensure_editor(actor, locked)
    _ensure_editor_left(locked, user)
    if not Collaborator.objects.filter(redesign=locked, user=user).delete()[0]:
        raise Conflict("not_named", "This person is not named on the redesign any more.")
    log_record(actor, locked, "redesign.unname", user=user.pk)


def _ensure_editor_left(redesign: Redesign, user: User) -> None:
    editors = Collaborator.objects.filter(redesign=redesign, may=Collaborator.May.EDIT)
    if editors.filter(user=user).exists() and editors.count() == 1:
        raise DomainError("last_editor", "This is the last editor. Name another editor first.")


def _ensure_editor(actor: Actor, redesign: Redesign) -> None:
    actor.require(Permission.REDESIGN_EDIT)
    if not is_editor(actor, redesign):
        raise NotAllowed("Only editors of this redesign can do this. Ask one of them to name you.")


def _decidable(actor: Actor, redesign: Redesign, version: int) -> Redesign:
    locked = redesign_locked(redesign.pk)
    _ensure_editor(actor, locked)
    ensure_version(locked, version)
    return locked


def ensure_version(redesign: Redesign, version: int) -> None:
    """Raises Conflict when name or state have changed since."""
    if redesign.version != version:
        words = "Somebody changed this redesign's name or state meanwhile. Look at it as it is now, then try again."
        raise Conflict("redesign_stale", words, details={"version": redesign.version, "state": redesign.state})


def _saved(actor: Actor, redesign: Redesign, action: str, *fields: str) -> Redesign:
    redesign.version += 1
    redesign.save(update_fields=[*fields, "version"])
    log_record(actor, redesign, action)
    return redesign


def named(text: str) -> str:
    """A name as it is stored. Raises DomainError when there is none, or it is too long."""
    name = " ".join(text.split())
    if not name:
        raise DomainError("name_missing", "Give it a name.", field="name")
    if len(name) > LONGEST_NAME:
        raise DomainError("name_too_long", f"Use at most {LONGEST_NAME} characters.", field="name")
    return name


def free_name(actor: Actor, journey: Journey, text: str, *, but: Redesign | None = None) -> str:
    """A name none of the redesigns the actor can see has. Drafts of others do not count: they are not known of."""
    name = named(text)
    others = redesigns_visible(actor).filter(journey=journey, name__iexact=name)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        words = "Another redesign of this journey has this name. Choose another."
        raise DomainError("name_taken", words, field="name")
    return name
