"""Names to settle: skills of a file that fit none of ours, or more than one."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from journeys.models import Skill
from journeys.selectors import skill_options
from roles.forms.people import skill_named
from roles.models import ImportQueueEntry
from roles.selectors import imports as select
from roles.selectors.import_names import names_shown
from roles.services import imports as services
from roles.views.imports import again, the_import, unknown_names
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError

DETAIL = "roles:import-detail"


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A skill that was asked for and is not there. entry: the name it was meant for."""

    entry: int
    text: str
    message: str


@require_GET
@never_cache
def import_queue(
    request: ActorRequest, slug: str, pk: int, *, error: DomainError | None = None, mistyped: Mistyped | None = None
) -> HttpResponse:
    """Skill names the taxonomy does not know, or knows twice."""
    row = the_import(pk)
    rows = select.queue_of(row, open_only=request.GET.get("show") != "all")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    if mistyped and mistyped.entry not in [entry.pk for entry in page]:  # no field to say it at
        error = DomainError("skill_needed", mistyped.message)
    context = {
        "row": row,
        "view": select.import_view(row),
        "page": page,
        "names": names_shown(list(page.object_list)),
        "show": request.GET.get("show", "open"),
        "unknown_names": unknown_names(row),
        "skill_names": [label for _, label in skill_options()],
        "error": error,
        "mistyped": mistyped,
    }
    status = error.status if error else 422 if mistyped else 200
    return render(request, "roles/imports/names.html", context, status=status)


@require_POST
def import_queue_settle(request: ActorRequest, slug: str, pk: int, entry: int) -> HttpResponse:
    """Same as a skill we have, a new skill, or left out."""
    found = get_object_or_404(
        ImportQueueEntry.objects.select_related("inventory_import"), pk=entry, inventory_import=pk
    )
    choice, _, skill_id = request.POST.get("choice", "").partition(":")
    name = request.POST.get("skill", "")[:200]
    try:
        skill = skill_chosen(skill_id, name) if choice == "same" else None
        settled = services.queue_entry_settle(actor=request.actor, entry=found, choice=choice, skill=skill)
    except ValidationError as problem:
        request.method = "GET"
        return import_queue(request, slug, pk, mistyped=Mistyped(found.pk, name, problem.messages[0]))
    except DomainError as error:
        request.method = "GET"
        return import_queue(request, slug, pk, error=error)
    return after_settling(request, slug, pk, settled_words(settled))


def skill_chosen(skill_id: str, name: str) -> Skill:
    """The skill of a button, or the one whose name was typed. Raises ValidationError, or Http404 for a wrong button."""
    if skill_id.isascii() and skill_id.isdecimal() and len(skill_id) < 19:
        return get_object_or_404(Skill.objects, pk=skill_id)
    if (found := skill_named(name)) is None:
        raise ValidationError("Choose the skill it is the same as.")
    return found


@require_POST
def import_queue_all_new(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    try:
        count = services.queue_settle_all_new(actor=request.actor, inventory_import=the_import(pk))
    except DomainError as error:
        return again(request, pk, error)
    words = f"{count:,} name{'' if count == 1 else 's'} added as new skill{'' if count == 1 else 's'}."
    return after_settling(request, slug, pk, words)


def settled_words(entry: ImportQueueEntry) -> str:
    """What became of one name."""
    name = f"“{entry.name or entry.code}”"
    if entry.choice == ImportQueueEntry.Choice.SAME and entry.skill:
        return f"{name} is the same as {entry.skill.name}."
    return f"{name} becomes a new skill." if entry.choice == ImportQueueEntry.Choice.NEW else f"{name} is left out."


def after_settling(request: ActorRequest, slug: str, pk: int, words: str) -> HttpResponse:
    """Back to the names while some are open, else on to the check that has started; either way with a confirmation."""
    left = select.import_view(the_import(pk)).open_queue
    if left:
        words = f"{words} {left:,} left; the figures are counted again once the last is settled."
    else:
        words = f"{words} All names are settled. The figures are being counted again."
    messages.success(request, words)
    return redirect("roles:import-queue" if left and request.POST.get("back") == "names" else DETAIL, slug, pk)
