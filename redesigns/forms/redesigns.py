"""Forms of redesigns as a whole: begin, branch, name, decide, name people."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from redesigns.models import Collaborator, Redesign
from redesigns.services.deciding import LONGEST_REASON
from redesigns.services.redesigns import LONGEST_NAME, LONGEST_TEXT

LARGEST = 2_147_483_647
EMPTY, TEMPLATE, BRANCH = "empty", "template", "branch"


class StartForm(forms.Form):
    """A new redesign: empty, or a branch of one the actor is named on."""

    name = forms.CharField(max_length=LONGEST_NAME, label="Name", help_text="What sets it apart: “North first”.")
    description = forms.CharField(
        max_length=LONGEST_TEXT, required=False, label="What it tries", widget=forms.Textarea(attrs={"rows": 3})
    )
    journey = forms.TypedChoiceField(coerce=int, label="Customer journey")
    start = forms.ChoiceField(
        label="Begin with",
        help_text="A branch begins with all roles and placements of the other, and leaves it as it is.",
    )

    def __init__(self, *args: object, journeys: Iterable[tuple[int, str]], parents: Iterable[Redesign], **kw: object):
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        known = list(journeys)
        self.fields["journey"].choices = known  # type: ignore[attr-defined]
        self.fields["start"].choices = [  # type: ignore[attr-defined]
            (EMPTY, "Nothing: no roles, everybody on the bench"),
            (TEMPLATE, "The template: an expert per stage, a leader per market, shared services groups"),
            *((f"{BRANCH}-{one.pk}", f"A branch of {one.name}") for one in parents),
        ]
        if len(known) == 1:
            self.fields["journey"].widget = forms.HiddenInput()
            self.fields["journey"].initial = known[0][0]


class BranchForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, label="Name of the branch")


class VersionForm(forms.Form):
    """What a step was decided on: the name and state as they were shown."""

    version = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class EditForm(VersionForm):
    name = forms.CharField(max_length=LONGEST_NAME, label="Name")
    description = forms.CharField(
        max_length=LONGEST_TEXT, required=False, label="What it tries", widget=forms.Textarea(attrs={"rows": 4})
    )


class ReasonForm(VersionForm):
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        label="Why",
        help_text="It goes into the change log.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NeededReasonForm(ReasonForm):
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label="Why",
        help_text="It goes into the change log.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NameForm(forms.Form):
    """Somebody to name on a redesign."""

    user = forms.TypedChoiceField(coerce=int, label="Member")
    may = forms.ChoiceField(
        choices=[
            (Collaborator.May.EDIT.value, "Change it"),
            (Collaborator.May.READ.value, "Read it, with names if their role shows names"),
        ],
        label="They may",
        initial=Collaborator.May.EDIT.value,
    )

    def __init__(self, *args: object, members: Iterable[tuple[int, str]], **kw: object):
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        self.fields["user"].choices = [("", "Choose somebody"), *members]  # type: ignore[attr-defined]


class ApplyForm(forms.Form):
    """The two sides and the answers as they were shown."""

    version = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    ours = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    theirs = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
