"""Taking an import back, and deleting what was uploaded: the question, then the act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from roles.models import ImportState, InventoryImport
from roles.services import imports as services
from roles.views.imports import act, again, the_import, version_of
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError


@require_http_methods(["GET", "POST"])
@never_cache
def import_undo(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then undo the whole import."""
    if request.method == "GET":
        text = "People, skills and ratings go back to what they were before it."
        return confirm(request, the_import(pk), "Undo the whole import?", text, "Undo the import")
    version = version_of(request)
    return act(
        request,
        pk,
        lambda row: services.import_undo_start(actor=request.actor, inventory_import=row, version=version),
    )


@require_http_methods(["GET", "POST"])
@never_cache
def import_discard_page(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then delete an import that stands for nothing stored: never applied, or undone."""
    row = the_import(pk)
    if request.method == "GET":
        text = f"{before_deleting(row)} The uploaded file is deleted."
        return confirm(request, row, "Delete this file?", text, "Delete the file")
    gone = f"{row.file_name} was deleted. {after_deleting(row)}"
    try:
        services.import_discard(actor=request.actor, inventory_import=row, version=version_of(request))
    except DomainError as error:
        return again(request, pk, error)
    messages.success(request, gone)
    return redirect("roles:import-list", slug)


def before_deleting(row: InventoryImport) -> str:
    """What deleting the file means for what is stored."""
    if row.state == ImportState.UNDONE:
        return "What was imported from it has been taken back already."
    return "Nothing of it has been imported."


def after_deleting(row: InventoryImport) -> str:
    if row.state == ImportState.UNDONE:
        return "What was imported from it had been taken back before."
    return "Nothing had been imported from it."


def confirm(request: ActorRequest, row: InventoryImport, title: str, text: str, words: str) -> HttpResponse:
    back = reverse("roles:import-detail", args=[request.actor.organization.slug, row.pk])
    context = {"title": title, "text": text, "confirm": words, "warn": True}
    return render(request, "confirm.html", context | {"version": row.version, "cancel_url": back})
