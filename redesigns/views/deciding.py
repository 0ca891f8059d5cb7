"""Steps with a question before them: archive, restore, propose, withdraw, approve, publish, take back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from redesigns.forms.redesigns import NeededReasonForm, ReasonForm, VersionForm
from redesigns.models import Redesign
from redesigns.selectors.access import redesign_for
from redesigns.services import deciding, redesigns
from redesigns.views.frame import frame, opened
from redesigns.views.showing import errors_of, page_of
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import Conflict, DomainError

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Step:
    """One step: what it asks, what the button says, what it says afterwards."""

    act: Callable[..., Redesign]
    title: str
    text: str
    submit: str
    done: str
    form: type[VersionForm] = VersionForm
    warn: bool = False


def page(step: Step) -> View:
    """The page that asks, and acts on POST."""

    @require_http_methods(["GET", "POST"])
    def view(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
        redesign = opened(request, pk)
        form = step.form(request.POST if request.method == "POST" else None, initial={"version": redesign.version})
        if request.method == "POST" and form.is_valid():
            try:
                step.act(actor=request.actor, redesign=redesign, **form.cleaned_data)
            except Conflict:
                raise
            except DomainError as error:
                if error.status != 400:
                    raise
                errors_of(form, error)
            else:
                messages.success(request, step.done)
                return redirect(_after(request, redesign))
        context = frame(request, redesign) | {"form": form, "step": step, "back": page_of(redesign)}
        return render(request, "redesigns/decide.html", context, status=422 if form.errors else 200)

    return view


def _after(request: ActorRequest, redesign: Redesign) -> str:
    """Its page, unless the step took it out of the reader's sight."""
    try:
        return page_of(redesign_for(request.actor, redesign.pk))
    except Http404:
        return reverse("redesigns:list", args=[request.actor.organization.slug])


redesign_archive = page(
    Step(
        redesigns.redesign_archive,
        "Archive this redesign?",
        "It leaves the list. Nothing is deleted; you can restore it.",
        "Archive it",
        "Archived. You find it under “archived” in the list.",
        warn=True,
    )
)
redesign_restore = page(
    Step(
        redesigns.redesign_restore,
        "Restore this redesign?",
        "It comes back to the list as it was.",
        "Restore it",
        "Restored.",
    )
)
redesign_propose = page(
    Step(
        deciding.redesign_propose,
        "Propose this redesign?",
        "From then on it cannot be changed, and everybody in the organization sees its figures, without names. "
        "Somebody else has to approve it. You can withdraw it.",
        "Propose it",
        "Proposed. An owner, admin or leader other than you can approve it now.",
    )
)
redesign_withdraw = page(
    Step(
        deciding.redesign_withdraw,
        "Make this redesign a draft again?",
        "It can be changed again, and only those named on it see it. It has to be proposed and approved anew.",
        "Make it a draft",
        "It is a draft again.",
        ReasonForm,
        warn=True,
    )
)
redesign_approve = page(
    Step(
        deciding.redesign_approve,
        "Approve this redesign?",
        "You agree as the second person. It still has to be published before people live by it.",
        "Approve it",
        "Approved. It can be published now.",
    )
)
redesign_publish = page(
    Step(
        deciding.redesign_publish,
        "Publish this redesign?",
        "It becomes the structure of its journey from this moment, and replaces the one published before. "
        "It can be taken back; then the one before is published again.",
        "Publish it",
        "Published.",
    )
)
redesign_unpublish = page(
    Step(
        deciding.redesign_unpublish,
        "Take this redesign back?",
        "It is approved again, but nobody lives by it. The one it replaced is published again, unless it was archived.",
        "Take it back",
        "Taken back.",
        NeededReasonForm,
        warn=True,
    )
)
