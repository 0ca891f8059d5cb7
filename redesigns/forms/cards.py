"""The filter of the change cards."""

from __future__ import annotations

from typing import Any

from django import forms

from redesigns.records import STATES
from redesigns.selectors.cards import SORTS, CardFilter
from redesigns.selectors.design import Design
from roles.forms.people import market_choices, set_choices

FLAG_WORDS = [(0, "Nothing changes"), (1, "1 of 4 changes"), (2, "2 of 4"), (3, "3 of 4"), (4, "All 4")]
STATE_WORDS = {"proposed": "Proposed", "selected": "Selected", "confirmed": "Confirmed", "bench": "Bench"}
STATE_CHOICES = [(state, STATE_WORDS.get(state, "Leaving")) for state in STATES]


class CardFilterForm(forms.Form):
    """What the address of the list says."""

    q = forms.CharField(label="Find", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    flags = forms.TypedChoiceField(label="Changes", coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All states"), *STATE_CHOICES])
    market = forms.TypedChoiceField(label="Market", coerce=int, empty_value=None, required=False)
    role = forms.ChoiceField(label="Role", required=False)
    wave = forms.ChoiceField(label="Wave", required=False)

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(uid, fields["name"]) for uid, fields in design.roles.items()]
        waves = [(uid, fields["name"]) for uid, fields in design.of("wave").items()]
        set_choices(self, "flags", [("", "Any number"), *FLAG_WORDS])
        set_choices(self, "market", [("", "All markets"), *market_choices(design.markets)])
        set_choices(self, "role", [("", "All roles"), *roles])
        set_choices(self, "wave", [("", "All waves"), *waves])

    def chosen(self, sort: str) -> CardFilter:
        """The filter; what is not valid counts as not given."""
        given = getattr(self, "cleaned_data", {})
        return CardFilter(
            text=given.get("q", ""),
            flags=given.get("flags"),
            state=given.get("state", ""),
            market=given.get("market"),
            role=given.get("role", ""),
            wave=given.get("wave", ""),
            sort=sort if sort in SORTS else "name",
        )
