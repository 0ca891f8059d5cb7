"""Forms of placement. They only clean; services decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from redesigns.placing_problem import BENCH_ONLY, EVERYBODY, Options
from redesigns.records import BENCH, CONFIRMED, LEAVING, PROPOSED, SELECTED
from redesigns.services.seating import Repair, Target
from roles.forms.gaps import LARGEST_ID

TO_BENCH, TO_LEAVING = BENCH, LEAVING
STATES = [(PROPOSED, "Proposed"), (SELECTED, "Selected"), (CONFIRMED, "Confirmed")]
NO_WAVE = "none"
MOST_CHOSEN = 1000
Choices = Sequence[tuple[Any, Any]]


def numbers_in(values: Sequence[str]) -> list[int]:
    """Numbers of people from an address or a form, each once; what is none is passed over."""
    found = [int(value) for value in values[: MOST_CHOSEN + 1] if value.isascii() and value.isdecimal()]
    return sorted({number for number in found if 0 < number <= LARGEST_ID})


class NumbersField(forms.Field):
    """The people chosen: hidden fields or checkboxes, all called "number"."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        found = numbers_in(list(value or ()))
        if not found:
            raise forms.ValidationError("Choose somebody first.")
        return found


class MoveForm(forms.Form):
    """Where people go. Without a choice of "to" they stay where they are; so do state and wave."""

    number = NumbersField()
    to = forms.ChoiceField(label="Move to", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "As it is"), *STATES])
    wave = forms.ChoiceField(label="Wave", required=False)
    repair = forms.ChoiceField(
        required=False, choices=[(one.value, one.value) for one in Repair], widget=forms.HiddenInput
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seats: Choices, waves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave = [(TO_BENCH, "The bench"), (TO_LEAVING, "Leaving")]
        self._choose("to", [("", "Stay where they are"), *seats, ("Without a seat", leave)])
        self._choose("wave", [("", "As it is"), (NO_WAVE, "No wave"), *waves])

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not (found.get("to") or found.get("state") or found.get("wave")):
            self.add_error("to", "Choose where they go, or another state or wave.")
        if found.get("to") in (TO_BENCH, TO_LEAVING) and (found.get("state") or found.get("wave")):
            self.add_error("to", "State and wave are for people with a seat. Leave them as they are.")
        return found

    def target(self) -> Target | None:
        """Where they go; None: they stay."""
        chosen, state = self.cleaned_data["to"], self.cleaned_data["state"]
        if not chosen:
            return None
        if chosen in (TO_BENCH, TO_LEAVING):
            return Target(state=chosen)
        role, _, market = chosen.partition(":")
        repair = Repair(self.cleaned_data["repair"])
        return Target(role, int(market) or None, state or PROPOSED, repair)


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A group of seats to choose, under its role."""

    role: str
    market: int
    name: str
    words: str


def seat_choices(found: Sequence[SeatChoice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of seats by role, as a select shows them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        groups.setdefault(one.name, []).append((f"{one.role}:{one.market}", f"{one.name}, {one.words}"))
    return list(groups.items())


class SolveForm(forms.Form):
    """What the solver may do."""

    who = forms.ChoiceField(
        label="Who gets a seat",
        widget=forms.RadioSelect,
        choices=[
            (BENCH_ONLY, "Only people on the bench; everybody else keeps their seat"),
            (EVERYBODY, "Everybody who is neither locked nor confirmed; seats may change"),
        ],
        initial=BENCH_ONLY,
    )
    least_fit = forms.IntegerField(
        label="Least fit, in percent",
        min_value=0,
        max_value=100,
        initial=0,
        help_text="Whoever fits a role less well is not put into it.",
    )
    only_ready = forms.BooleanField(
        label="Only people who are ready: every mandatory skill at its level", required=False
    )

    def options(self) -> Options:
        return Options(**self.cleaned_data)


class PeopleFilterForm(forms.Form):
    """Those without a seat."""

    q = forms.CharField(label="Find", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    who = forms.ChoiceField(
        label="Who", required=False, choices=[("", "Bench and leaving"), (BENCH, "Bench"), (LEAVING, "Leaving")]
    )

    def chosen(self) -> Mapping[str, str]:
        """What is not valid counts as not given."""
        given = getattr(self, "cleaned_data", {})
        return {"q": given.get("q", ""), "who": given.get("who", "")}
