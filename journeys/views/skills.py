"""The skill taxonomy: list, one skill, edit, retire, other names."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys import services
from journeys.forms.skills import AliasForm, SkillForm
from journeys.models import Skill, SkillAlias
from journeys.selectors import skill_activities, skill_categories
from journeys.selectors import skill_list as skills_of
from journeys.views.answers import combining
from journeys.views.shown import number
from journeys.views.versions import sent_again, version_lines
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError

SORTS = {
    "name": "name",
    "category": "category",
    "activities": "activity_count",
    "stages": "stage_count",
    "code": "code",
}
FIELDS = ("name", "category", "description", "taxonomy", "code")
SHOW = {"": None, "needed": True, "unneeded": False, "archived": None}


def skill_or_404(pk: int) -> Skill:
    return get_object_or_404(Skill.objects.select_related("organization"), pk=pk)


def skill_url(skill: Skill) -> str:
    return reverse("journeys:skill", args=[skill.organization.slug, skill.pk])


@require_GET
def skill_list(request: ActorRequest, slug: str) -> HttpResponse:
    """Filtered by words, category and use; sorted and paged."""
    show = request.GET.get("show", "")
    show = show if show in SHOW else ""
    words, category = request.GET.get("q", "").strip()[:100], request.GET.get("category", "")
    rows = skills_of(search=words, category=category, used=SHOW[show], archived=show == "archived")
    sort = request.GET.get("sort", "name")
    column = SORTS.get(sort.removeprefix("-"), "name")
    ordered = rows.order_by(f"{'-' if sort.startswith('-') else ''}{column}", "name", "id")
    context = {
        "page": Paginator(ordered, 50).get_page(request.GET.get("page")),
        "words": words,
        "category": category,
        "categories": skill_categories(),
        "show": show,
        "sort": sort,
        "may_edit": request.actor.may(Permission.SKILLS_EDIT),
        "filtered": bool(words or category or show),
        "total": Skill.objects.filter(archived_at__isnull=True).count(),
        "unneeded": skills_of(used=False).count(),
    }
    return render(request, "journeys/skills.html", context)


@require_GET
def skill(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """One skill: what it is called elsewhere, and every activity that needs it."""
    return _skill_page(request, skill_or_404(pk), AliasForm())


def _skill_page(request: ActorRequest, found: Skill, alias: AliasForm, *, status: int = 200) -> HttpResponse:
    rows = skill_activities(found).prefetch_related("activity__jobs__stage")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    needs = [(need, _stages(need)) for need in page]
    levels: dict[int, int] = defaultdict(int)
    for level in skill_activities(found).values_list("level", flat=True):
        levels[level] += 1
    context = {
        "skill": found,
        "page": page,
        "needs": needs,
        "alias_form": alias,
        "aliases": found.aliases.order_by("name"),
        "levels": sorted(levels.items()),
        "may_edit": request.actor.may(Permission.SKILLS_EDIT),
    }
    return render(request, "journeys/skill.html", context, status=status)


def _stages(need: Any) -> list[Any]:
    stages = {job.stage.pk: job.stage for job in need.activity.jobs.all()}
    return sorted(stages.values(), key=lambda stage: (stage.position, stage.pk))


@require_http_methods(["GET", "POST"])
def skill_create(request: ActorRequest, slug: str) -> HttpResponse:
    form = SkillForm(request.POST if request.method == "POST" else None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            values = {name: form.cleaned_data[name] for name in FIELDS}
            made = services.skill_create(actor=request.actor, **values)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"“{made.name}” is added.")
            return redirect("journeys:skill", slug, made.pk)
    context = {
        "form": form,
        "title": "Add a skill",
        "submit": "Add the skill",
        "action": request.path,
        "version": "",
        "back": reverse("journeys:skill-list", args=[slug]),
        "categories": skill_categories(),
    }
    return render(request, "journeys/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def skill_edit(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    found = skill_or_404(pk)
    theirs = combining(request)
    form = SkillForm(request.POST if request.method == "POST" else None, instance=skill_or_404(pk))
    if request.method == "POST" and theirs is None and form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            services.skill_update(actor=request.actor, skill=found, version=form.cleaned_data["version"] or 0, **values)
        except Conflict as error:
            return _both(request, found, error, combine=True)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, "Saved.")
            return redirect(skill_url(found))
    context = {
        "form": form,
        "title": "Edit the skill",
        "step": found.name,
        "submit": "Save the skill",
        "version": "",
        "back": skill_url(found),
        "action": request.path,
        "theirs": theirs,
    }
    return render(request, "journeys/edit.html", context, status=422 if form.errors and theirs is None else 200)


def _both(request: ActorRequest, found: Skill, error: Conflict, *, combine: bool = False) -> HttpResponse:
    context = {
        "error": error,
        "lines": version_lines(error),
        "fields": sent_again(request.POST),
        "combine": combine,
        "version": error.details.get("version"),
        "action": request.path,
        "back": skill_url(found),
    }
    return render(request, "journeys/conflict.html", context, status=409)


@require_POST
def skill_archive(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Retire a skill, or bring it back; it stays where it is used."""
    found = skill_or_404(pk)
    archived = request.POST.get("archived") == "1"
    try:
        version = number(request.POST.get("version")) or 0
        services.skill_archive(actor=request.actor, skill=found, version=version, archived=archived)
    except Conflict as error:
        return _both(request, found, error)
    messages.success(request, f"“{found.name}” is {'retired' if archived else 'back in use'}.")
    return redirect(skill_url(found))


@require_POST
def skill_alias_add(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    found = skill_or_404(pk)
    form = AliasForm(request.POST)
    if form.is_valid():
        try:
            services.skill_alias_add(actor=request.actor, skill=found, name=form.cleaned_data["name"])
        except DomainError as error:
            form.add_error("name", error.message)
        else:
            return redirect(f"{skill_url(found)}#aliases")
    return _skill_page(request, found, form, status=422)


@require_POST
def skill_alias_remove(request: ActorRequest, slug: str, pk: int, alias_pk: int) -> HttpResponse:
    found = skill_or_404(pk)
    alias = get_object_or_404(SkillAlias.objects.select_related("skill").filter(skill=found), pk=alias_pk)
    services.skill_alias_remove(actor=request.actor, alias=alias)
    messages.success(request, f"“{alias.name}” no longer stands for “{found.name}”.")
    return redirect(f"{skill_url(found)}#aliases")
