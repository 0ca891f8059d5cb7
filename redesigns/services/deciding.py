"""Propose, approve, publish, and the ways back. Two people: nobody approves what they proposed.

draft -> proposed -> approved -> published -> replaced; withdrawn or sent back it is a draft again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from journeys.models import Journey
from redesigns.models import Publication, Reconciliation, Redesign, RedesignState
from redesigns.selectors.access import is_editor
from redesigns.services.changing import ensure_editable, log_record, redesign_locked
from redesigns.services.effects import effects_follow_journeys
from redesigns.services.redesigns import ensure_version
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError, NotAllowed

S = RedesignState
LONGEST_REASON = 500


@transaction.atomic
def redesign_propose(*, actor: Actor, redesign: Redesign, version: int) -> Redesign:
    """An editor asks for approval. From now on it cannot be changed, and everybody sees its counts."""
    actor.require(Permission.REDESIGN_EDIT)
    locked = redesign_locked(redesign.pk)
    ensure_editable(actor, locked)
    ensure_version(locked, version)
    if Reconciliation.objects.filter(redesign=locked, state="open").exists():
        raise DomainError(
            "reconciliation_open", "A merge or a new inventory is still open. Finish or discard it first."
        )
    locked.proposed_by, locked.proposed_at = actor.user, timezone.now()
    return _moved(actor, locked, S.PROPOSED, "redesign.propose")


@transaction.atomic
def redesign_withdraw(*, actor: Actor, redesign: Redesign, version: int, reason: str = "") -> Redesign:
    """Back to a draft: withdrawn by an editor, or sent back by somebody who may decide."""
    locked = _in_state(redesign, version, {S.PROPOSED, S.APPROVED})
    if not (is_editor(actor, locked) or actor.may(Permission.REDESIGN_DECIDE)):
        raise NotAllowed("Only editors of this redesign, and those who may approve it, can do this.")
    locked.proposed_by = locked.proposed_at = locked.approved_by = locked.approved_at = None
    return _moved(actor, locked, S.DRAFT, "redesign.withdraw", reason=reason)


@transaction.atomic
def redesign_approve(*, actor: Actor, redesign: Redesign, version: int) -> Redesign:
    """A second person agrees."""
    actor.require(Permission.REDESIGN_DECIDE)
    locked = _in_state(redesign, version, {S.PROPOSED})
    if actor.user is None or locked.proposed_by_id == actor.user.pk:
        raise NotAllowed("You proposed this redesign, so somebody else has to approve it.")
    locked.approved_by, locked.approved_at = actor.user, timezone.now()
    return _moved(actor, locked, S.APPROVED, "redesign.approve")


@transaction.atomic
def redesign_publish(*, actor: Actor, redesign: Redesign, version: int) -> Redesign:
    """Make it the structure of its journey; the one published before is replaced, from this moment."""
    actor.require(Permission.REDESIGN_DECIDE)
    _journey_lock(redesign)
    locked = _in_state(redesign, version, {S.APPROVED})
    now = timezone.now()
    before = _published(locked)
    if before is not None:
        Publication.objects.filter(redesign=before, ended_at__isnull=True).update(ended_at=now)
        _moved(actor, before, S.REPLACED, "redesign.replace")
    Publication.objects.create(
        organization=actor.organization,
        redesign=locked,
        revision=locked.revision,
        replaced=before,
        published_by=actor.user,
        published_at=now,
    )
    moved = _moved(actor, locked, S.PUBLISHED, "redesign.publish")
    effects_follow_journeys([moved.journey_id])  # what changes for people is told against what is published
    return moved


@transaction.atomic
def redesign_unpublish(*, actor: Actor, redesign: Redesign, version: int, reason: str) -> Redesign:
    """Take it back: it is approved again, and what it replaced is the structure once more."""
    actor.require(Permission.REDESIGN_DECIDE)
    if not reason.strip():
        raise DomainError("reason_missing", "Say why: it goes into the change log.", field="reason")
    _journey_lock(redesign)
    locked = _in_state(redesign, version, {S.PUBLISHED})
    now = timezone.now()
    publication = Publication.objects.filter(redesign=locked, ended_at__isnull=True).get()
    publication.ended_at = now
    publication.save(update_fields=["ended_at"])
    moved = _moved(actor, locked, S.APPROVED, "redesign.unpublish", reason=reason)
    _bring_back(actor, publication, now)
    effects_follow_journeys([moved.journey_id])
    return moved


def _published(redesign: Redesign) -> Redesign | None:
    """The redesign its journey lives by, locked: somebody may be renaming it."""
    rows = Redesign.objects.filter(journey=redesign.journey_id, state=S.PUBLISHED).exclude(pk=redesign.pk)
    return rows.select_for_update(of=("self",)).first()


def _bring_back(actor: Actor, publication: Publication, now: datetime) -> None:
    """Publish again what this publication replaced, and remember what that one had replaced in its turn."""
    rows = Redesign.objects.select_for_update(of=("self",)).filter(state=S.REPLACED, archived_at__isnull=True)
    before = rows.filter(pk=publication.replaced_id or 0).first()
    if before is None:
        return
    earlier = Publication.objects.filter(redesign=before).order_by("-published_at", "-id").first()
    Publication.objects.create(
        organization=actor.organization,
        redesign=before,
        revision=before.revision,
        replaced_id=earlier.replaced_id if earlier else None,
        published_by=actor.user,
        published_at=now,
    )
    _moved(actor, before, S.PUBLISHED, "redesign.publish")


def _journey_lock(redesign: Redesign) -> None:
    """Publishing takes turns per journey. Taken before any redesign's lock."""
    Journey.objects.select_for_update().get(pk=redesign.journey_id)


def _in_state(redesign: Redesign, version: int, states: Collection[str]) -> Redesign:
    locked = redesign_locked(redesign.pk)
    ensure_version(locked, version)
    if locked.archived_at is not None:
        raise DomainError("redesign_archived", "This redesign is archived. Restore it first.")
    if locked.state not in states:
        words = f"This redesign is {locked.get_state_display().lower()}, so this step does not come next."
        raise DomainError("redesign_state", words)
    return locked


def _moved(actor: Actor, redesign: Redesign, state: RedesignState, action: str, reason: str = "") -> Redesign:
    before, redesign.state = redesign.state, state
    redesign.version += 1
    fields = ["state", "version", "proposed_by", "proposed_at", "approved_by", "approved_at"]
    redesign.save(update_fields=fields)
    if reason:
        audit_record(
            actor=actor,
            action=action,
            target=redesign,
            label=f"Redesign {redesign.pk}",
            before={"state": before},
            after={"state": state},
            reason=reason.strip()[:LONGEST_REASON],
        )
    else:
        log_record(actor, redesign, action, state=state)
    return redesign
