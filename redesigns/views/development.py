"""The development programme: the list, one item, bringing it up to date, and as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from redesigns.forms.development import DevelopmentFilterForm, DevelopmentForm
from redesigns.models import DevelopmentItem, Redesign
from redesigns.selectors.access import is_editor
from redesigns.selectors.development import Programme, Task, development_items, programme_of, tasks_of
from redesigns.selectors.placement_files import development_lines
from redesigns.services.development import Brought, development_generate, development_update
from redesigns.views.frame import frame, opened
from redesigns.views.placement_context import opened_by_name, seen
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import show_error
from uniengine.accounts.policy import Permission
from uniengine.kit.downloads import table_file
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

PAGE = 50
LIST = "redesigns:development-list"


@require_GET
@cache_control(no_store=True, private=True)
def development_list(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Who learns what by when, for those who see names; sums for everybody else."""
    redesign = opened(request, pk)
    context = frame(request, redesign)
    smallest = 0 if context["names"] else request.actor.organization.small_group
    sums = programme_of(redesign, smallest)
    context |= {"sums": sums, "smallest": smallest, "headline": headline(sums)}
    context["may_work"] = context["names"] and may_work(request, redesign)
    if context["names"]:
        form, tasks = filtered(request, redesign)
        page = Paginator(tasks, PAGE).get_page(request.GET.get("page"))
        context |= {"form": form, "chosen": form.chosen(), "page": page}
        seen(request, redesign, "development programme")
    return render(request, "redesigns/development_list.html", context)


def may_work(request: ActorRequest, redesign: Redesign) -> bool:
    """Whether the actor brings the programme up to date: also when the redesign is no draft any more."""
    may = request.actor.may(Permission.PLACEMENTS_EDIT) and is_editor(request.actor, redesign)
    return may and redesign.archived_at is None and redesign.state != "replaced"


def filtered(request: ActorRequest, redesign: Redesign) -> tuple[DevelopmentFilterForm, list[Task]]:
    """The items as the address says."""
    form = DevelopmentFilterForm(request.GET, redesign=redesign)
    form.is_valid()
    wanted = form.chosen()
    return form, tasks_of(list(development_items(redesign, wanted)), wanted.text)


def headline(sums: Programme) -> str:
    """Where things stand."""
    if sums.people is None or sums.items is None:
        return "A few people have something to learn."
    if not sums.items:
        return "Nothing is planned to be learned yet."
    people = f"{sums.people:,} {'person' if sums.people == 1 else 'people'}"
    if sums.open is None:
        return f"{sums.items:,} {_items(sums.items)} planned for {people}."
    late = f" {sums.overdue:,} {'is' if sums.overdue == 1 else 'are'} overdue." if sums.overdue else ""
    still = "all" if sums.open == sums.items else f"{sums.open:,}"
    return f"{people} with {sums.items:,} {_items(sums.items)} to learn, {still} still open.{late}"


def _items(count: int) -> str:
    return "thing" if count == 1 else "things"


@require_POST
@cache_control(no_store=True, private=True)
def development_make(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Bring the programme up to date with the placements."""
    redesign = opened_by_name(request, pk)
    try:
        brought = development_generate(actor=request.actor, redesign=redesign)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said(brought))
    return redirect(LIST, slug, pk)


def said(brought: Brought) -> str:
    """What it did, in a sentence."""
    if brought.nothing:
        return "The programme is up to date."
    parts = [
        (brought.created, "new"),
        (brought.updated, "with other levels"),
        (brought.reopened, "planned again"),
        (brought.finished, "done, as the level is there"),
        (brought.closed, "not needed any more"),
    ]
    return f"Up to date: {', '.join(f'{count:,} {words}' for count, words in parts if count)}."


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def development_item(request: ActorRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """One item: how, by when, who sees to it, how far it is."""
    redesign = opened_by_name(request, pk)
    rows = DevelopmentItem.objects.select_related("skill", "owner", "redesign")
    row = get_object_or_404(rows, pk=item, redesign=redesign)
    form = DevelopmentForm(request.POST or None, item=row)
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            development_update(actor=request.actor, item=row, version=version, changes=form.values())
        except Conflict as error:
            conflict = error
        except NotAllowed:
            raise
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect(LIST, slug, pk)
    seen(request, redesign, f"development of person {row.number}")
    context = frame(request, redesign) | {"form": form, "task": tasks_of([row])[0], "conflict": conflict}
    own = request.actor.user is not None and row.owner_id == request.actor.user.pk
    context["may_work"] = own or may_work(request, redesign)
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "redesigns/development_item.html", context, status=status)


@require_GET
@cache_control(no_store=True, private=True)
def development_file(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """The items as filtered: ?format=csv|xlsx."""
    kind = request.GET.get("format", "csv")
    if kind not in ("csv", "xlsx"):
        raise Http404
    redesign = opened_by_name(request, pk)
    _, tasks = filtered(request, redesign)
    seen(request, redesign, "development programme, as a file")
    return table_file(development_lines(tasks), f"{slug}-redesign-{pk}-development", kind, "Development")
