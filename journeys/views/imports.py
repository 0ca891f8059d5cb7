"""A journey out of files: upload, check with every problem at once, decide, create."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys import services
from journeys.forms.imports import PART_WORDS, OptionsForm, UploadForm
from journeys.models import JourneyImport, JourneyImportState
from journeys.selectors import journey_import_list
from journeys.selectors.exports import problem_rows
from journeys.sheet import PARTS
from journeys.sheet.places import STANDARD
from journeys.views.board import board_url
from journeys.views.shown import number
from uniengine.accounts.access import ActorRequest
from uniengine.jobs.selectors import job_view
from uniengine.kit.downloads import table_file
from uniengine.kit.errors import DomainError
from uniengine.kit.uploads import TOO_LARGE

State = JourneyImportState


def import_or_404(pk: int) -> JourneyImport:
    rows = JourneyImport.objects.select_related("job", "journey__organization", "organization")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def journey_import(request: ActorRequest, slug: str) -> HttpResponse:
    """Upload one to three files; checking them starts at once."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if getattr(request, TOO_LARGE, False):
        form.add_error("main", "The upload is too large. A journey needs far less: check the files.")
    if request.method == "POST" and form.is_valid():
        files = {part: form.cleaned_data[part] for part in PARTS if form.cleaned_data.get(part)}
        try:
            made = services.journey_import_start(
                actor=request.actor, name=form.cleaned_data["name"], segment=form.cleaned_data["segment"], files=files
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect("journeys:journey-import-check", slug, made.pk)
    context = {
        "form": form,
        "steps": _steps("upload"),
        "waiting": journey_import_list().exclude(state=State.APPLIED)[:10],
    }
    return render(request, "journeys/import_upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def journey_import_check(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Where an import stands; posting other options checks again."""
    found = import_or_404(pk)
    if found.state == State.APPLIED and found.journey:
        return redirect(board_url(found.journey))
    form = _options_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.journey_import_check_again(
                actor=request.actor,
                journey_import=found,
                version=form.cleaned_data["version"],
                options=form.options(),
                name=form.cleaned_data["name"],
                segment=form.cleaned_data["segment"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect("journeys:journey-import-check", slug, pk)
    context = _check_context(request, found, form)
    return render(request, "journeys/import_check.html", context, status=422 if form.errors else 200)


def _options_form(request: ActorRequest, found: JourneyImport) -> OptionsForm:
    files: dict[str, Any] = found.preview.get("files", {})
    groups = found.preview.get("groups", [])
    initial: dict[str, Any] = found.options | {"version": found.version, "name": found.name, "segment": found.segment}
    for part, file in files.items():
        initial |= {f"column-{part}-{field}": header for field, header in file["columns"].items()}
    chosen = found.options.get("group_stages", {})
    initial |= {f"group-{index}": chosen.get(group["name"], "") for index, group in enumerate(groups)}
    headers = {part: file["headers"] for part, file in files.items()}
    stages = dict.fromkeys([*found.preview.get("stages", []), *STANDARD.values(), *_stages_chosen(found)])
    data = request.POST if request.method == "POST" else None
    return OptionsForm(data, initial=initial, headers=headers, groups=groups, stages=list(stages))


def _stages_chosen(found: JourneyImport) -> list[str]:
    """Stages named in the options, which may come from the API and be in no file."""
    chosen = [found.options.get("default_stage", ""), *found.options.get("group_stages", {}).values()]
    return [name for name in chosen if name]


def _check_context(request: ActorRequest, found: JourneyImport, form: OptionsForm) -> dict[str, Any]:
    busy = found.job is not None and found.job.is_open
    stopped = not busy and found.state in (State.CHECKING, State.APPLYING)
    code = request.GET.get("code", "")
    problems = [problem for problem in found.problems if code in ("", problem["code"])]
    counts = Counter(problem["code"] for problem in found.problems)
    samples = {problem["code"]: problem["message"] for problem in reversed(found.problems)}
    return {
        "found": found,
        "form": form,
        "busy": busy,
        "stopped": stopped,
        "view": job_view(found.job) if found.job and (busy or stopped) else None,
        "steps": _steps("create" if found.state == State.APPLYING else "check"),
        "counts": found.preview.get("counts", {}),
        "preview": found.preview,
        "files": [
            (PART_WORDS[part], found.files[part], found.preview.get("files", {}).get(part))
            for part in PARTS
            if part in found.files
        ],
        "page": Paginator(problems, 50).get_page(request.GET.get("page")),
        "causes": [(key, count, samples[key]) for key, count in counts.most_common()],
        "code": code,
        "part_words": PART_WORDS,
    }


@require_POST
def journey_import_confirm(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Create the journey, without the rows that have problems if that was ticked."""
    found = import_or_404(pk)
    try:
        services.journey_import_confirm(
            actor=request.actor,
            journey_import=found,
            version=number(request.POST.get("version")) or 0,
            leave_out_problems="leave_out_problems" in request.POST,
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("journeys:journey-import-check", slug, pk)


@require_POST
def journey_import_discard(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    found = import_or_404(pk)
    try:
        version = number(request.POST.get("version")) or 0
        services.journey_import_discard(actor=request.actor, journey_import=found, version=version)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("journeys:journey-import-check", slug, pk)
    messages.success(request, f"The import of “{found.name}” is discarded. Nothing was made from it.")
    return redirect("journeys:list", slug)


@require_GET
def journey_import_problems(request: ActorRequest, slug: str, pk: int, kind: str) -> HttpResponseBase:
    """Every problem with its file, line and column."""
    found = import_or_404(pk)
    kind = "xlsx" if kind == "xlsx" else "csv"
    return table_file(problem_rows(found), "import-problems", kind, sheet="Problems")


def _steps(now: str) -> list[dict[str, str]]:
    names = {"upload": "Upload", "check": "Match and check", "create": "Create the journey"}
    order = list(names)
    return [
        {
            "name": names[key],
            "state": "now" if key == now else "done" if order.index(key) < order.index(now) else "next",
        }
        for key in order
    ]
