"""The workshop home, who is here, and the planning of the agenda."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uniengine.accounts.access import ActorRequest
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError
from uniengine.workshops import agenda
from uniengine.workshops.forms import StepForm, WorkshopForm, member_choices
from uniengine.workshops.models import Workshop
from uniengine.workshops.qr import qr_svg, reachable
from uniengine.workshops.selectors.workshops import AgendaLine, agenda_lines, workshop_home, workshop_plan
from uniengine.workshops.services.presence import presence_note
from uniengine.workshops.services.workshops import (
    agenda_update,
    step_move,
    step_reopen,
    step_settle,
    workshop_current,
)


@require_GET
@never_cache
def home(request: ActorRequest, slug: str) -> HttpResponse:
    """Where things stand, the one next action, what was found, who is here and how to join."""
    plan = workshop_plan(request.actor.organization)
    address = request.build_absolute_uri(reverse("workshops:home", args=[slug]))
    context = {
        "home": workshop_home(actor=request.actor, plan=plan),
        "workshop": plan.workshop,
        "runs": request.actor.may(Permission.WORKSHOP_RUN),
        "invites": request.actor.may(Permission.MEMBERS_MANAGE),
        "people_here": presence_note(actor=request.actor, workshop=plan.workshop),
        "address": address.partition("://")[2],
        "address_parts": [part + "/" for part in address.partition("://")[2].rstrip("/").split("/")],
        "qr": qr_svg(address) if reachable(request.get_host()) else "",
    }
    return render(request, "workshops/home.html", context)


@require_POST
def presence(request: ActorRequest, slug: str) -> HttpResponse:
    """Called by presence.js every 20 s from every page of the organization."""
    workshop = Workshop.objects.filter(closed_at=None).only("pk").first()
    workshop = workshop or workshop_current(organization=request.actor.organization)
    people = presence_note(actor=request.actor, workshop=workshop)
    return render(request, "workshops/_here.html", {"people_here": people})


@require_http_methods(["GET", "POST"])
def agenda_edit(request: ActorRequest, slug: str) -> HttpResponse:
    """Name, days, minutes and leads. Every button saves what was changed; those of a step then move or mark it."""
    plan = workshop_plan(request.actor.organization)
    lines = agenda_lines(agenda.Reading(request.actor), plan)
    form, step_forms = _forms(request, plan.workshop, lines)
    error = None
    if request.method == "POST" and all([form.is_valid(), *(one.is_valid() for one in step_forms)]):
        try:
            said = _saved(request, lines, form, step_forms)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, said)
            return redirect("workshops:agenda-edit", slug)
    wrong = bool(error) or any([form.errors, *(one.errors for one in step_forms)])
    rows = list(zip(lines, step_forms, strict=True))
    context = {"form": form, "rows": rows, "workshop": plan.workshop, "error": error, "wrong": wrong}
    return render(request, "workshops/agenda.html", context, status=422 if wrong else 200)


@require_POST
def settle(request: ActorRequest, slug: str, step: str) -> HttpResponse:
    """The button on the home."""
    workshop = workshop_current(organization=request.actor.organization)
    step_settle(actor=request.actor, workshop=workshop, step=step)
    return redirect("workshops:home", slug)


@transaction.atomic
def _saved(request: ActorRequest, lines: list[AgendaLine], form: WorkshopForm, step_forms: list[StepForm]) -> str:
    """Save, then do what the pressed button asks for; gives the sentence that says so."""
    workshop = workshop_current(organization=request.actor.organization)
    steps = {line.source.key: one.changes() for line, one in zip(lines, step_forms, strict=True) if one.changed_data}
    agenda_update(actor=request.actor, workshop=workshop, changes=form.changes(), steps=steps)
    then, _, step = request.POST.get("then", "").partition(" ")
    titles = {line.source.key: line.source.title for line in lines}
    if then not in ACTS or step not in titles:
        return "The agenda is saved."
    return ACTS[then](request, workshop, [line.source.key for line in lines], step).format(titles[step])


def _move(request: ActorRequest, workshop: Workshop, order: list[str], step: str) -> str:
    there = order.index(step) + (-1 if request.POST["then"].startswith("up") else 1)
    place = step_move(actor=request.actor, workshop=workshop, step=step, to=max(0, there))
    return f"“{{}}” is now step {place + 1}."


def _settle(request: ActorRequest, workshop: Workshop, order: list[str], step: str) -> str:
    step_settle(actor=request.actor, workshop=workshop, step=step)
    return "“{}” is settled."


def _reopen(request: ActorRequest, workshop: Workshop, order: list[str], step: str) -> str:
    step_reopen(actor=request.actor, workshop=workshop, step=step)
    return "“{}” is open again."


ACTS = {"up": _move, "down": _move, "settle": _settle, "reopen": _reopen}


def _forms(request: ActorRequest, workshop: Workshop, lines: list[AgendaLine]) -> tuple[WorkshopForm, list[StepForm]]:
    data = request.POST if request.method == "POST" else None
    members = member_choices(request.actor.organization)
    form = WorkshopForm(data, initial={"name": workshop.name, "starts_on": workshop.starts_on}, prefix="workshop")
    steps = [
        StepForm(
            data,
            members=members,
            prefix=line.source.key,
            initial={
                "planned_for": line.item.planned_for,
                "minutes": line.item.minutes,
                "lead": line.item.lead_id,
            },
        )
        for line in lines
    ]
    return form, steps
