"""What several pages of a redesign show: its overview, form errors, and the way back after an act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from redesigns.models import Collaborator, Publication, Redesign, RedesignState, Wave
from redesigns.selectors.access import is_editor, named_on
from redesigns.selectors.news import newer_words
from redesigns.selectors.overview import redesign_overview
from redesigns.selectors.reconciling import newer_inventory, reconciliation_open
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.links import link_for
from uniengine.accounts.policy import Permission
from uniengine.jobs.selectors import job_view
from uniengine.kit.errors import DomainError

S = RedesignState
STEPS = (S.DRAFT.value, S.PROPOSED.value, S.APPROVED.value, S.PUBLISHED.value)
FIGURES = ("true_gap", "unused", "redundancy_removed", "redundancy_removed_cost", "redundancy_remaining")
COSTS = ("cost_placed", "cost_vacant", "cost_bench", "cost_leaving")


def errors_of(form: forms.Form, error: DomainError) -> None:
    """Put what a service refused where it belongs."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def way_back(request: ActorRequest, fallback: str) -> str:
    """Where the form came from, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else fallback


def page_of(redesign: Redesign, route: str = "redesigns:redesign", *more: object) -> str:
    """The address of a page of this redesign."""
    return reverse(route, args=[redesign.organization.slug, redesign.pk, *more])


def overview_context(request: ActorRequest, redesign: Redesign) -> dict[str, Any]:
    """What the first page of a redesign shows beside its frame."""
    overview = redesign_overview(actor=request.actor, redesign=redesign)
    panel = overview.panel
    editor = is_editor(request.actor, redesign)
    usable = redesign.is_draft and redesign.archived_at is None
    newer = usable and newer_inventory(redesign)
    return {
        "overview": overview,
        "panel": panel,
        "job_view": job_view(panel.job) if panel.job and (panel.working or panel.failed) else None,
        "figures": [view for name in FIGURES if (view := overview.one(name))],
        "costs": [view for name in COSTS if (view := overview.one(name))],
        "step": next_step(request, redesign, editor),
        "editor": editor,
        "named": list(Collaborator.objects.filter(redesign=redesign).select_related("user")),
        "is_named": named_on(request.actor, redesign),
        "waves": list(Wave.objects.filter(redesign=redesign)),
        "newer": newer,
        "newer_words": newer_words(redesign) if newer and editor else "",
        "reconciliation": reconciliation_open(redesign) if editor and usable else None,
        "publication": Publication.objects.filter(redesign=redesign).select_related("published_by").first(),
        "parent": parent_of(request, redesign),
        "way": way(redesign),
    } | links(request, redesign, editor)


def links(request: ActorRequest, redesign: Redesign, editor: bool) -> dict[str, str]:
    """Where else to go from here; "" for what the reader may not do now."""
    actor = request.actor
    decides = actor.may(Permission.REDESIGN_DECIDE)
    back = redesign.state in (S.PROPOSED, S.APPROVED) and (editor or decides)
    taken_back = redesign.state == S.PUBLISHED and decides
    branches = named_on(actor, redesign)
    return {
        "branch_url": link_for(actor, "redesigns:redesign-branch", redesign.pk) if branches else "",
        "withdraw_url": link_for(actor, "redesigns:redesign-withdraw", redesign.pk) if back else "",
        "unpublish_url": link_for(actor, "redesigns:redesign-unpublish", redesign.pk) if taken_back else "",
        "people_url": link_for(actor, "redesigns:placement-list", redesign.pk),
        "waves_url": link_for(actor, "redesigns:wave-list", redesign.pk),
    }


def way(redesign: Redesign) -> list[tuple[str, str]]:
    """The steps from draft to published, with what is done, now and next."""
    at = STEPS.index(redesign.state) if redesign.state in STEPS else len(STEPS)
    return [
        (S(name).label, "done" if place < at else "now" if place == at else "next") for place, name in enumerate(STEPS)
    ]


def parent_of(request: ActorRequest, redesign: Redesign) -> Redesign | None:
    """What it was branched from, if the reader may know of that."""
    parent = redesign.parent
    if parent is None:
        return None
    return parent if not parent.is_draft or named_on(request.actor, parent) else None


def next_step(request: ActorRequest, redesign: Redesign, editor: bool) -> dict[str, str]:
    """The way to approval from here: what comes next, who can do it, and the button if that is the reader."""
    if redesign.archived_at is not None:
        return {"words": "It is archived.", "who": "An editor of it can restore it."}
    decides = request.actor.may(Permission.REDESIGN_DECIDE)
    mine = request.actor.user is not None and redesign.proposed_by_id == request.actor.user.pk
    return {
        S.DRAFT: _draft_step(redesign, editor),
        S.PROPOSED: _proposed_step(redesign, decides, mine),
        S.APPROVED: _approved_step(redesign, decides),
        S.PUBLISHED: {"words": "It is the structure people live by.", "who": "To change it, branch it."},
        S.REPLACED: {"words": "Another redesign has taken its place.", "who": "To take it up again, branch it."},
    }[S(redesign.state)]


def _draft_step(redesign: Redesign, editor: bool) -> dict[str, str]:
    step = {"words": "Propose it when it is ready. Then it cannot be changed, and everybody sees its figures."}
    if editor:
        return step | {"url": page_of(redesign, "redesigns:redesign-propose"), "label": "Propose it"}
    return step | {"who": "One of its editors does that."}


def _proposed_step(redesign: Redesign, decides: bool, mine: bool) -> dict[str, str]:
    proposer = redesign.proposed_by.display_name if redesign.proposed_by else "Somebody who is gone"
    words = f"{proposer} proposed it. A second person has to approve it."
    if decides and not mine:
        return {"words": words, "url": page_of(redesign, "redesigns:redesign-approve"), "label": "Approve it"}
    if mine:
        return {
            "words": "You proposed it, so somebody else has to approve it.",
            "who": "An owner, admin or leader can.",
        }
    return {"words": words, "who": "An owner, admin or leader can."}


def _approved_step(redesign: Redesign, decides: bool) -> dict[str, str]:
    approver = redesign.approved_by.display_name if redesign.approved_by else "Somebody who is gone"
    words = f"{approver} approved it. Published, it becomes the structure of its journey."
    if decides:
        return {"words": words, "url": page_of(redesign, "redesigns:redesign-publish"), "label": "Publish it"}
    return {"words": words, "who": "An owner, admin or leader publishes it."}
