"""The thresholds of shared services candidates, as the address has them."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from roles.shared_services import MOST_FUNCTIONS, MOST_MFTE, MOST_STAGES, Thresholds

USUAL = Thresholds()


class ThresholdForm(forms.Form):
    """The view fills in what the address does not say."""

    stages = forms.IntegerField(label="Used in at least", min_value=1, max_value=MOST_STAGES, initial=USUAL.stages)
    functions = forms.IntegerField(
        label="Held in at least", min_value=1, max_value=MOST_FUNCTIONS, initial=USUAL.functions
    )
    fte = forms.DecimalField(
        label="With at least",
        min_value=0,
        max_value=MOST_MFTE // 1000,
        decimal_places=3,
        initial=Decimal(USUAL.mfte) / 1000,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )

    def thresholds(self) -> Thresholds:
        """The thresholds; the usual ones where a value is missing or wrong."""
        given = getattr(self, "cleaned_data", {})
        fte = given.get("fte")
        return Thresholds(
            stages=given.get("stages") or USUAL.stages,
            functions=given.get("functions") or USUAL.functions,
            mfte=USUAL.mfte if fte is None else int(fte * 1000),
        )
