"""A journey out of files: the uploads, and what the person decides where the files are silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from journeys.forms.activity import LEVELS
from journeys.sheet import FIELDS, LABELS, PARTS

TABLES = ".csv,.tsv,.txt,.xlsx,text/csv"
APART = {"form": "options-form"}  # these fields may stand above, outside of the form's own element
PART_WORDS: Mapping[str, str] = {
    "main": "Activities",
    "skills": "Skills of the activities",
    "stages": "Stages of the activities",
}


class UploadForm(forms.Form):
    """One to three files."""

    name = forms.CharField(max_length=120, label="Name of the journey")
    segment = forms.CharField(max_length=120, required=False, label="Customer segment")
    main = forms.FileField(
        label="File with the activities",
        help_text="CSV or Excel, one row per activity (or per activity and skill). A journey exported here also fits.",
        widget=forms.ClearableFileInput(attrs={"accept": TABLES}),
    )
    skills = forms.FileField(
        required=False,
        label="File with the skills of the activities",
        help_text="Only if they are in a file of their own: activity and skill per row.",
        widget=forms.ClearableFileInput(attrs={"accept": TABLES}),
    )
    stages = forms.FileField(
        required=False,
        label="File that says which stage an activity belongs to",
        help_text="Only if that is in a file of its own.",
        widget=forms.ClearableFileInput(attrs={"accept": TABLES}),
    )


class OptionsForm(forms.Form):
    """What applies where the files say nothing, and which column is which."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=120, label="Name of the journey")
    segment = forms.CharField(max_length=120, required=False, label="Customer segment")
    default_level = forms.TypedChoiceField(choices=LEVELS, coerce=int, label="Level of skills without one")
    mandatory = forms.BooleanField(required=False, label="Skills without a yes or no are mandatory")
    default_stage = forms.ChoiceField(
        required=False,
        label="All activities without a stage go to",
        widget=forms.Select(attrs=APART),
    )
    jobs = forms.ChoiceField(
        choices=[("group", "One per group and stage"), ("stage", "One per stage")],
        label="Jobs for activities that name none",
        widget=forms.RadioSelect(attrs=APART),
    )

    def __init__(
        self,
        *args: Any,
        headers: Mapping[str, Sequence[str]],
        groups: Sequence[Mapping[str, Any]],
        stages: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers, self.groups = headers, groups
        places = [(name, name) for name in stages]
        self.fields["default_stage"].choices = [("", "No stage yet: sort them on the board"), *places]  # type: ignore[attr-defined]
        for part, names in headers.items():
            choices = [("", "– not in the file –"), *((name, name) for name in dict.fromkeys(names) if name)]
            for field in FIELDS[part]:
                self.fields[f"column-{part}-{field}"] = forms.ChoiceField(
                    choices=choices, required=False, label=LABELS.get(field, field)
                )
        for index, group in enumerate(groups):
            self.fields[f"group-{index}"] = forms.ChoiceField(
                choices=[("", "As chosen for all"), *places],
                required=False,
                label=f"Stage of {group['name']}",
                widget=forms.Select(attrs=APART),
            )

    def column_fields(self) -> list[tuple[str, list[forms.BoundField], list[forms.BoundField]]]:
        """(what the file is, fields with a column, fields without one) for the template."""
        found = []
        for part in (part for part in PARTS if part in self.headers):
            fields = [self[f"column-{part}-{field}"] for field in FIELDS[part]]
            found.append((PART_WORDS[part], [f for f in fields if f.value()], [f for f in fields if not f.value()]))
        return found

    def group_fields(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        return [(group, self[f"group-{index}"]) for index, group in enumerate(self.groups)]

    def options(self) -> dict[str, Any]:
        """What the service takes."""
        cleaned = self.cleaned_data
        return {
            "default_level": cleaned["default_level"],
            "mandatory": cleaned["mandatory"],
            "default_stage": cleaned["default_stage"],
            "jobs": cleaned["jobs"],
            "group_stages": {
                group["name"]: cleaned[f"group-{index}"]
                for index, group in enumerate(self.groups)
                if cleaned[f"group-{index}"]
            },
            "columns": {
                part: {field: cleaned[f"column-{part}-{field}"] for field in FIELDS[part]} for part in self.headers
            },
        }
