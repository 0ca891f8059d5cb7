"""Items of a development programme as they are entered, and the filter of the list."""

from __future__ import annotations

from typing import Any

from django import forms

from redesigns.models import DevelopmentItem, Progress, Redesign
from redesigns.selectors.development import NOBODY, DevelopmentFilter, owners_possible
from redesigns.services.development import LONGEST_HOW
from roles.forms.people import set_choices
from uniengine.accounts.models import User


class DevelopmentFilterForm(forms.Form):
    """What the address of the list says."""

    q = forms.CharField(label="Find", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    owner = forms.TypedChoiceField(label="Owner", coerce=int, empty_value=None, required=False)
    progress = forms.ChoiceField(label="Progress", required=False, choices=[("", "Any"), *Progress.choices])
    overdue = forms.BooleanField(label="Overdue only", required=False)

    def __init__(self, *args: Any, redesign: Redesign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = [(user.pk, user.display_name) for user in owners_possible(redesign)]
        set_choices(self, "owner", [("", "Everybody"), *owners, (NOBODY, "Nobody yet")])

    def chosen(self) -> DevelopmentFilter:
        """The filter; what is not valid counts as not given."""
        given = getattr(self, "cleaned_data", {})
        return DevelopmentFilter(
            text=given.get("q", ""),
            owner=given.get("owner"),
            progress=given.get("progress", ""),
            overdue=given.get("overdue", False),
        )


class DevelopmentForm(forms.Form):
    """How, by when, who sees to it, how far it is."""

    how = forms.CharField(
        max_length=LONGEST_HOW,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A course, a mentor, a task that teaches it.",
    )
    due = forms.DateField(label="By when", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    owner = forms.TypedChoiceField(
        label="Who sees to it",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Members who are named on this redesign and see names.",
    )
    progress = forms.ChoiceField(choices=Progress.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, item: DevelopmentItem, **kwargs: Any) -> None:
        known = {name: getattr(item, name) for name in ("how", "due", "progress", "version")}
        super().__init__(*args, **kwargs)
        self.initial = known | {"owner": item.owner_id}
        self.owners = {user.pk: user for user in owners_possible(item.redesign)}
        set_choices(self, "owner", [("", "Nobody yet"), *((pk, user.display_name) for pk, user in self.owners.items())])

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        owner: User | None = self.owners.get(self.cleaned_data["owner"])
        return {name: self.cleaned_data[name] for name in ("how", "due", "progress")} | {"owner": owner}
