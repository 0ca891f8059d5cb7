"""The taxonomy and the legacy functions."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from journeys.models import Skill
from uniengine.kit.figures import MINOR_DIGITS


class SkillForm(forms.ModelForm):  # type: ignore[type-arg]
    """A skill as a person edits it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Skill
        fields = ("name", "category", "description", "taxonomy", "code")
        labels = {"taxonomy": "Taxonomy", "code": "External code"}
        help_texts = {"taxonomy": "Where the code comes from, for example O*NET or ESCO.", "code": ""}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def _post_clean(self) -> None:
        """The service checks; the model's own check would say the same in other words."""


class AliasForm(forms.Form):
    name = forms.CharField(max_length=200, label="Another name for it")


class FunctionForm(forms.Form):
    """A legacy function and what one FTE costs there in a year, in the organization's currency."""

    name = forms.CharField(max_length=120, label="Name of the function")
    cost = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=3,
        label="Cost of one FTE per year",
        help_text="Full cost. Leave it empty if it is not known; the function is then left out of the money.",
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )

    def __init__(self, *args: object, currency: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.digits = MINOR_DIGITS.get(currency, 2)
        self.fields["cost"].label = f"Cost of one FTE per year, {currency}"

    def minor(self) -> int:
        """The cost in minor units; 0 = not known."""
        return int((self.cleaned_data["cost"] or Decimal(0)).scaleb(self.digits))
