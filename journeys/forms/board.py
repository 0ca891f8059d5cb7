"""Jobs and activities on the board: name, move, describe."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from journeys.outline import BUYER_ROLES, CHANNELS

Choice = tuple[int, str]
Grouped = Iterable[tuple[str, Iterable[Choice]]]
NAME = {"autocomplete": "off"}
LAST = 1_000_000  # services put what is too far at the end


class JobForm(forms.Form):
    """A buying job. `jobs`: the other jobs of the journey, grouped by stage, to loop back to."""

    name = forms.CharField(max_length=200, label="What the customer must get done", widget=forms.TextInput(attrs=NAME))
    description = forms.CharField(max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    channels = forms.MultipleChoiceField(
        choices=list(CHANNELS.items()), required=False, label="Where it happens", widget=forms.CheckboxSelectMultiple
    )
    buyer_roles = forms.MultipleChoiceField(
        choices=list(BUYER_ROLES.items()),
        required=False,
        label="Who in the buying group does it",
        widget=forms.CheckboxSelectMultiple,
    )
    segment = forms.CharField(max_length=120, required=False, label="Only in this segment")
    loops = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        label="Customers go back from here to",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Hold Ctrl (or Command) to choose several.",
    )

    def __init__(self, *args: object, jobs: Grouped, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["loops"].choices = jobs  # type: ignore[attr-defined]


class ActivityForm(forms.Form):
    """The words of an activity."""

    name = forms.CharField(
        max_length=300,
        label="What has to be done",
        help_text="Start with a verb. Leave out who does it.",
        widget=forms.TextInput(attrs=NAME),
    )
    note = forms.CharField(max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    code = forms.CharField(max_length=60, required=False, label="External code")


class ActivityJobsForm(forms.Form):
    """Which jobs an activity helps with."""

    jobs = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label="Jobs it helps with", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, jobs: Grouped, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["jobs"].choices = jobs  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Move to...: the place (a stage for a job, a job for an activity) and where in it."""

    place = forms.TypedChoiceField(coerce=int)
    position = forms.TypedChoiceField(coerce=int, label="Where", choices=[(0, "At the top"), (LAST, "At the end")])

    def __init__(self, *args: object, places: list[Choice] | Grouped, what: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["place"].label = what


class DropForm(forms.Form):
    """Where a card was put down: a stage or job, and the place among its siblings (0 = first, empty = last)."""

    place = forms.IntegerField()
    position = forms.IntegerField(min_value=0, required=False)
    version = forms.IntegerField()
