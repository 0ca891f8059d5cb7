"""The tree of markets."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import MarketForm, show_error
from uniengine.accounts.models import Market
from uniengine.accounts.policy import Permission
from uniengine.accounts.selectors.markets import market_tree
from uniengine.accounts.services.markets import market_change, market_create, market_delete
from uniengine.kit.errors import DomainError


@require_GET
def market_index(request: ActorRequest, slug: str) -> HttpResponse:
    """The tree, indented."""
    manages = request.actor.may(Permission.MARKETS_MANAGE)
    return render(request, "organization/markets.html", {"rows": market_tree(), "manages": manages})


@require_http_methods(["GET", "POST"])
def market_new(request: ActorRequest, slug: str) -> HttpResponse:
    """A node below the one named in ?below=."""
    form = MarketForm(request.POST or None, initial={"kind": Market.Kind.MARKET, "parent": request.GET.get("below")})
    if request.method == "POST" and form.is_valid():
        try:
            market = market_create(actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{market.name} is added.")
            return redirect("organization:market-list", slug)
    return render(request, "organization/market.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def market_edit(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Name, kind and place in one form; a new place takes everything below along."""
    market = get_object_or_404(Market.objects, pk=pk)
    initial = {"name": market.name, "kind": market.kind, "parent": market.parent_id}
    form = MarketForm(request.POST or None, moving=market, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            market_change(actor=request.actor, market=market, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is saved.")
            return redirect("organization:market-list", slug)
    context = {"form": form, "market": market}
    return render(request, "organization/market.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def market_remove(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Asks, then deletes a node nothing hangs on."""
    market = get_object_or_404(Market.objects, pk=pk)
    error = None
    if request.method == "POST":
        try:
            market_delete(actor=request.actor, market=market)
            messages.success(request, f"{market.name} is deleted.")
            return redirect("organization:market-list", slug)
        except DomainError as refused:
            error = refused
    context = {
        "title": f"Delete {market.name}?",
        "text": "It leaves the tree. This works only while nothing hangs on it.",
        "confirm": "Delete",
        "warn": True,
        "error": error,
        "cancel_url": redirect("organization:market-list", slug).url,
    }
    return render(request, "organization/confirm.html", context, status=422 if error else 200)
