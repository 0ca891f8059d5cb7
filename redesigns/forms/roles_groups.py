"""The form of a shared services group."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from redesigns.selectors.design import Design
from redesigns.selectors.groups import GroupView
from redesigns.services.groups import GroupValues
from roles.forms.people import skill_named

TENTHS = Decimal("0.1")


class GroupForm(forms.Form):
    """Name, purpose, skills (one a line), percent of its time for each stage, and the roles in it."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    purpose = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    skills = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One skill a line, as it is called in the list of skills.",
    )
    roles = forms.MultipleChoiceField(
        label="Roles in the group", required=False, widget=forms.CheckboxSelectMultiple(), help_text=""
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = list(design.stages.values())
        for stage in self.stages:
            self.fields[f"stage_{stage.pk}"] = forms.DecimalField(
                label=stage.name,
                min_value=Decimal(0),
                max_value=Decimal(100),
                decimal_places=1,
                required=False,
                widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
            )
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(uid, fields["name"]) for uid, fields in design.roles.items()]

    @property
    def shares(self) -> list[tuple[Any, forms.BoundField]]:
        """Every stage with its field."""
        return [(stage, self[f"stage_{stage.pk}"]) for stage in self.stages]

    def clean_skills(self) -> list[int]:
        """Ids of the skills. Names the lines that are no skill."""
        found, unknown = [], []
        for line in self.cleaned_data["skills"].splitlines():
            if not line.strip():
                continue
            try:
                skill = skill_named(line)
            except forms.ValidationError:
                skill = None
            if skill is None:
                unknown.append(line.strip())
            elif skill.pk not in found:
                found.append(skill.pk)
        if unknown:
            raise forms.ValidationError(f"No skill has this name: {', '.join(unknown[:3])}. Choose from the list.")
        return found

    def values(self) -> GroupValues:
        """As the service takes them."""
        given = self.cleaned_data
        shares = {stage.pk: int((given[f"stage_{stage.pk}"] or 0) * 10) for stage in self.stages}
        return GroupValues(given["name"], given["purpose"], given["skills"], shares, given["roles"])

    @staticmethod
    def initial_of(group: GroupView) -> dict[str, Any]:
        shares = {f"stage_{one.pk}": Decimal(one.share) * TENTHS for one in group.services}
        return {
            "name": group.name,
            "purpose": group.purpose,
            "skills": "\n".join(name for _, name in group.skills),
            "roles": [line.uid for line in group.roles],
        } | shares
