"""A wave as it is entered."""

from __future__ import annotations

from typing import Any

from django import forms

from redesigns.services.waves import LONGEST_NAME, LONGEST_NOTE


class WaveForm(forms.Form):
    """Name, first day and a note. seen: the revision of the redesign the form was drawn with."""

    name = forms.CharField(max_length=LONGEST_NAME, label="Name of the wave")
    starts_on = forms.DateField(label="Starts on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="No names."
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self.cleaned_data[name] for name in ("name", "starts_on", "note", "seen")}
