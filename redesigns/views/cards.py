"""Change cards: the list, one person's, to print, as a file, and one's own."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from redesigns.forms.cards import CardFilterForm
from redesigns.models import DevelopmentItem
from redesigns.selectors.cards import CardFilter, Deck, Held, deck_of
from redesigns.selectors.own_card import own_card
from redesigns.selectors.placed_people import place_name
from redesigns.selectors.placement_files import card_lines
from redesigns.selectors.placement_words import percent, short_words, why_words
from redesigns.selectors.why_here import WhyHere, why_here
from redesigns.views.frame import frame, opened
from redesigns.views.placement_context import crew_of, opened_by_name, seen
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.accounts.policy import Permission
from uniengine.kit.downloads import table_file

PAGE = 50


@require_GET
@cache_control(no_store=True, private=True)
def card_list(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Everybody with how many things change for them, filtered, sorted, paged."""
    redesign = opened_by_name(request, pk)
    deck = deck_of(request.actor, crew_of(redesign))
    form, wanted, found = filtered(request, deck)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    counts = deck.counts()
    context = frame(request, redesign) | {
        "form": form,
        "chosen": wanted,
        "sort": wanted.sort,
        "page": page,
        "counts": list(enumerate(counts)),
        "headline": headline(counts),
    }
    seen(request, redesign, f"change cards, page {page.number}")
    return render(request, "redesigns/card_list.html", context, status=422 if form.errors else 200)


def filtered(request: ActorRequest, deck: Deck) -> tuple[CardFilterForm, CardFilter, list[Held]]:
    """The cards as the address says."""
    form = CardFilterForm(request.GET, design=deck.design)
    form.is_valid()
    wanted = form.chosen(request.GET.get("sort", "name"))
    return form, wanted, deck.chosen(wanted)


def headline(counts: list[int]) -> str:
    """Where things stand."""
    placed = sum(counts)
    if not placed:
        return "Nobody has a seat yet, so nothing changes."
    much = counts[3] + counts[4]
    if not much:
        return f"Of {placed:,} people with a seat, nobody sees more than two things change."
    return f"Three or all four things change for {much:,} of {placed:,} people with a seat."


@require_GET
@cache_control(no_store=True, private=True)
def card_file(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """The cards as filtered: ?format=csv|xlsx."""
    kind = request.GET.get("format", "csv")
    if kind not in ("csv", "xlsx"):
        raise Http404
    redesign = opened_by_name(request, pk)
    deck = deck_of(request.actor, crew_of(redesign))
    _, _, found = filtered(request, deck)
    seen(request, redesign, "change cards, as a file")
    return table_file(card_lines(deck, found), f"{slug}-redesign-{pk}-cards", kind, "Change cards")


@require_GET
@cache_control(no_store=True, private=True)
def card_page(request: ActorRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One person: before and after, why here, what to develop, locks."""
    redesign = opened_by_name(request, pk)
    crew = crew_of(redesign)
    if number not in crew.bench.people:
        raise Http404
    deck = deck_of(request.actor, crew)
    context = frame(request, redesign) | card_context(deck, number)
    context |= why_context(deck, why_here(crew, number))
    context["may_place"] = context["may_edit"] and request.actor.may(Permission.PLACEMENTS_EDIT)
    context["banned"], context["open_roles"] = roles_of(deck, number)
    seen(request, redesign, f"card of person {number}")
    return render(request, "redesigns/card.html", context)


@require_GET
@cache_control(no_store=True, private=True)
def card_print(request: ActorRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """The card alone, for paper."""
    redesign = opened_by_name(request, pk)
    crew = crew_of(redesign)
    if number not in crew.bench.people:
        raise Http404
    deck = deck_of(request.actor, crew)
    seen(request, redesign, f"card of person {number}, to print")
    return render(request, "redesigns/card_print.html", {"redesign": redesign} | card_context(deck, number))


@require_GET
@cache_control(no_store=True, private=True)
def card_mine(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """One's own card, of the redesign people live by; an empty page for everybody else."""
    redesign = opened(request, pk)
    number = own_card(request.actor, redesign)
    context: dict[str, Any] = {"redesign": redesign, "mine": True, "number": number}
    if number is not None:
        context |= card_context(deck_of(request.actor, crew_of(redesign)), number)
        label = f"Redesign {redesign.pk}, own card of person {number}"
        read_record(actor=request.actor, what="placements", target=redesign, label=label)
    return render(request, "redesigns/card_mine.html", context)


def card_context(deck: Deck, number: int) -> dict[str, Any]:
    """What a card shows of one person."""
    held = deck.held(number)
    assert held is not None
    kept = held.card.kept
    items = DevelopmentItem.objects.filter(redesign=deck.design.redesign, number=number).select_related("skill")
    return {
        "held": held,
        "person": held.person,
        "lines": deck.lines(held),
        "kept": None if kept is None else int(kept * 100),
        "develop": [(deck.design.skill_name(one.skill), one) for one in held.card.develop],
        "items": items.order_by("pk"),
    }


def why_context(deck: Deck, why: WhyHere) -> dict[str, Any]:
    """Why they sit where they do, in words."""
    design = deck.design
    others = [
        (place_name(design, *one.seat) if one.seat else "The bench", percent(one.fit), cost(one.loss))
        for one in why.others
    ]
    return {
        "why": why,
        "fit": None if why.fit is None or why.fit.fit is None else int(why.fit.fit * 100),
        "strict": None if why.fit is None or why.fit.strict is None else int(why.fit.strict * 100),
        "missing": short_words(design, why.fit.not_ready) if why.fit else "",
        "wanted": place_name(design, *why.wanted) if why.wanted else "",
        "others": others,
        "reason": why_words(design, why.unplaced) if why.unplaced else "",
    }


def cost(loss: int) -> str:
    """What the total fit loses, in percent of one person's full fit."""
    if loss < 0:
        return f"the total fit would rise by {percent(-loss)} of a full fit"
    return f"the total fit would fall by {percent(loss)} of a full fit" if loss else "the total fit would stay the same"


def roles_of(deck: Deck, number: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Roles the person is kept out of, and the others: (uid, name)."""
    names = [(uid, str(fields["name"])) for uid, fields in deck.design.roles.items()]
    bans = deck.design.of("ban")
    kept_out = [one for one in names if f"{number}:{one[0]}" in bans]
    return kept_out, [one for one in names if one not in kept_out]
