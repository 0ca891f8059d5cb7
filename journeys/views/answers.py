"""How an edit of the board is answered.

With htmx: the parts that changed, out of band, and an event "board:changed" with what to say and where the focus
goes. Without a script: a redirect back with a message. A refused edit says why at the place where it happened; a
stale one shows both versions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from journeys.models import BoardChange, Journey
from journeys.views.pieces import Place, place_of, redrawn
from journeys.views.versions import THEIRS, sent_again, version_lines
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import Conflict, DomainError

Refused = Callable[[DomainError], HttpResponse]
DIALOG = "#board-dialog"


@dataclass(frozen=True, slots=True)
class After:
    """What happens when an edit went well: where to go without a script, what gets the focus, a form left open.

    take: the focus moves there even if it is not lost. adding: the id of a job or stage whose "add" form stays open.
    leaves: the thing is gone, so a page of its own is left for `back`.
    """

    back: str
    focus: str = ""
    take: bool = False
    leaves: bool = False
    adding: dict[str, int] = field(default_factory=dict)


def respond(
    request: ActorRequest,
    journey: Journey,
    act: Callable[[], Any],
    after: After | Callable[[Any], After],
    *,
    refused: Refused | None = None,
    combine: bool = False,
) -> HttpResponse:
    """Do it and answer. refused: draws the form again with the error; combine: that form can merge two versions."""
    mark = last_change(journey)
    try:
        made = act()
    except Conflict as error:
        return conflict(request, journey, error, _after(after, None).back, combine=combine)
    except DomainError as error:
        return refused(error) if refused else refuse(request, error, _after(after, None).back)
    changes = journey.changes.filter(pk__gt=mark).select_related("actor")
    return changed(request, journey, list(changes), _after(after, made))


def _after(after: After | Callable[[Any], After], made: Any) -> After:
    return after(made) if callable(after) else after


def last_change(journey: Journey) -> int:
    """The newest change so far; later ones are those of this request (or of somebody at the same moment)."""
    return BoardChange.objects.filter(journey=journey).order_by("-pk").values_list("pk", flat=True).first() or 0


def changed(
    request: ActorRequest, journey: Journey, changes: list[BoardChange], after: After, *, said: str = ""
) -> HttpResponse:
    """Draw again what these changes (newest first) touched, and say what the newest of one's own did."""
    own = next((change for change in changes if change.actor == request.actor.user), None)
    said = said or (f"{own.label}." if own else "Nothing was changed.")
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        return redirect(after.back)
    rows = [row for change in changes for row in change.rows]
    place = place_of(request)
    if place is Place.ELSEWHERE or (after.leaves and place is Place.THING):
        messages.success(request, said)
        return HttpResponse(status=204, headers={"HX-Redirect": after.back})
    response = HttpResponse(redrawn(request, journey, rows, place, said if own else "", after.adding))
    response["HX-Reswap"] = "none"
    detail = {"say": said, "focus": after.focus, "take": after.take}
    response["HX-Trigger-After-Settle"] = json.dumps({"board:changed": detail})
    return response


def refuse(request: ActorRequest, error: DomainError, back: str) -> HttpResponse:
    """An edit without a form of its own that cannot be done."""
    if not request.headers.get("HX-Request"):
        messages.error(request, error.message)
        return redirect(back)
    response = HttpResponse(status=422, headers={"HX-Reswap": "none"})
    response["HX-Trigger"] = json.dumps({"board:refused": {"message": error.message}})
    return response


def conflict(
    request: ActorRequest, journey: Journey, error: Conflict, back: str, *, combine: bool = False
) -> HttpResponse:
    """Both versions side by side: keep theirs, save mine anyway, or (where there is a form) combine by hand."""
    context = {
        "error": error,
        "lines": version_lines(error),
        "fields": sent_again(request.POST),
        "version": error.details.get("version"),
        "action": request.get_full_path(),
        "back": back or reverse("journeys:board", args=[journey.organization.slug, journey.pk]),
        "combine": combine,
        "journey": journey,
    }
    if not request.headers.get("HX-Request"):
        return render(request, "journeys/conflict.html", context, status=409)
    text = render_to_string("journeys/_conflict.html", context, request) + redrawn(
        request, journey, None, place_of(request), "", {}
    )
    return HttpResponse(text, status=409, headers={"HX-Retarget": DIALOG, "HX-Reswap": "innerHTML"})


def combining(request: ActorRequest) -> list[str] | None:
    """Their version in words when the person chose to combine by hand, else None."""
    return request.POST.getlist(THEIRS) if "combine" in request.POST else None


def form_answer(request: ActorRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A form in the dialog of the board, or as a page of its own. context: see journeys/_edit_form.html."""
    if request.headers.get("HX-Request"):
        response = render(request, "journeys/_edit_form.html", context, status=status)
        if status != 200:
            response["HX-Retarget"], response["HX-Reswap"] = DIALOG, "innerHTML"
        return response
    return render(request, "journeys/edit.html", context, status=status)
