"""The form of a role's pay: the mix, and a row per measure. It only cleans; services decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from redesigns.selectors.rewards import RolePay
from redesigns.services.redesigns import LONGEST_NAME
from redesigns.services.rewards import MOST_MEASURES
from redesigns.shares import sum_words

ROWS = "measures"
WRONG = {
    "invalid": "Enter a number, like 12.5.",
    "min_value": "Use 0 or more.",
    "max_value": "Use 100 or less.",
    "max_digits": "Use 100 or less.",
    "max_decimal_places": "Use one decimal at most.",
}
BLANK: dict[str, Any] = {"influences": True}
FIRST_ROWS = 3


class PercentField(forms.DecimalField):
    """A percentage with one decimal, read as thousandths."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"} | options.pop("attrs", {}))
        super().__init__(
            required=False,
            widget=widget,
            min_value=Decimal(0),
            max_value=Decimal(100),
            max_digits=5,
            decimal_places=1,
            error_messages=WRONG,
            **options,
        )

    def clean(self, value: Any) -> int | None:
        """Thousandths; None for an empty field."""
        found = super().clean(value)
        return None if found is None else int(found * 10)

    def prepare_value(self, value: Any) -> Any:
        """Thousandths as a percentage; what somebody typed stays as it is."""
        if not isinstance(value, int):
            return value
        whole, tenth = divmod(value, 10)
        return f"{whole}.{tenth}" if tenth else str(whole)


class MixForm(forms.Form):
    """How much of the pay is fixed, and the revision of the redesign the form was drawn with."""

    fixed_share = PercentField(label="Fixed today, %", help_text="The rest is variable.")
    needed_fixed_share = PercentField(
        label="Fixed, as the outcome needs, %", help_text="The share that makes people do what the customer needs."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MeasureForm(forms.Form):
    """One measure. A row without a name and weights is left out."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Measure", max_length=LONGEST_NAME, required=False)
    weight = PercentField(label="Today, %", attrs={"data-sum": "weight"})
    needed = PercentField(label="Needed, %", attrs={"data-sum": "needed"})
    influences = forms.BooleanField(label="The role can influence it", required=False)
    pod_metric = forms.BooleanField(label="It is a pod metric", required=False)
    remove = forms.BooleanField(label="Remove", required=False)

    @property
    def is_blank(self) -> bool:
        """Nobody wrote anything here."""
        given = self.cleaned_data
        return not given.get("name") and not given.get("weight") and not given.get("needed")

    def clean(self) -> dict[str, Any]:
        """A measure that counts has a name."""
        given = self.cleaned_data
        if not given.get("remove") and not given.get("name") and (given.get("key") or not self.is_blank):
            self.add_error("name", "Give the measure a name, or remove it.")
        return given


if TYPE_CHECKING:
    _Rows = BaseFormSet[MeasureForm]
else:
    _Rows = BaseFormSet  # generic for the type checker only


class _Measures(_Rows):
    def clean(self) -> None:
        """Two measures of a role have different names, whatever the case."""
        names: set[str] = set()
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            name = given.get("name", "").casefold()
            if name and not given.get("remove") and name in names:
                form.add_error("name", "Another measure of this role has this name. Rename one.")
            names |= {name} if not given.get("remove") else set()


MeasureRows = formset_factory(
    MeasureForm, formset=_Measures, extra=0, max_num=MOST_MEASURES, absolute_max=2 * MOST_MEASURES
)


class PayForm:
    """The mix and the rows together."""

    def __init__(self, mix: MixForm, rows: BaseFormSet[MeasureForm]) -> None:
        self.mix, self.rows = mix, rows

    @classmethod
    def of(cls, role: RolePay, revision: int) -> PayForm:
        """As it is stored, with a row to add one."""
        given = role.alignment
        mix = {"fixed_share": given.fixed_share, "needed_fixed_share": given.needed_fixed_share, "seen": revision}
        rows: list[dict[str, Any]] = [
            {name: getattr(one, name) for name in ("key", "name", "weight", "needed", "influences", "pod_metric")}
            for one in role.measures
        ]
        rows += [BLANK] * (1 if rows else FIRST_ROWS)
        return cls(MixForm(initial=mix), MeasureRows(initial=rows[:MOST_MEASURES], prefix=ROWS))

    @classmethod
    def posted(cls, data: QueryDict) -> PayForm:
        return cls(MixForm(data), MeasureRows(data, prefix=ROWS))

    @classmethod
    def with_one_more(cls, data: QueryDict) -> PayForm:
        """What was typed, not judged yet, with one more empty row."""
        typed = MeasureRows(data, prefix=ROWS)
        rows = [_typed(form) for form in typed.forms]
        rows = [*rows, BLANK][:MOST_MEASURES]
        return cls(MixForm(initial=_typed(MixForm(data))), MeasureRows(initial=rows, prefix=ROWS))

    @property
    def is_valid(self) -> bool:
        return all([self.mix.is_valid(), self.rows.is_valid()])

    @property
    def seen(self) -> int | None:
        found: int | None = self.mix.cleaned_data.get("seen")
        return found

    @property
    def shares(self) -> dict[str, int | None]:
        return {name: self.mix.cleaned_data[name] for name in ("fixed_share", "needed_fixed_share")}

    @property
    def measures(self) -> list[dict[str, Any]]:
        """The rows that are to be there afterwards."""
        return [_values(form) for form in self.rows if not form.cleaned_data.get("remove") and not form.is_blank]

    @property
    def sums(self) -> Mapping[str, str]:
        """What both columns sum to and by how much they are off, as far as they can be read."""
        return {name: sum_words(_sum(self.rows.forms, name)) for name in ("weight", "needed")}


def _typed(form: forms.Form) -> dict[str, Any]:
    return {name: form[name].data for name in form.fields}


def _values(form: MeasureForm) -> dict[str, Any]:
    given = form.cleaned_data
    whole = {name: given[name] or 0 for name in ("weight", "needed")}
    return {name: given[name] for name in ("key", "name", "influences", "pod_metric")} | whole


def _sum(rows: Sequence[MeasureForm], name: str) -> int:
    """Of what stands in the fields, typed or stored."""
    total = 0
    for form in rows:
        try:
            found = form.fields[name].clean(form[name].value())
        except forms.ValidationError:
            continue
        total += found or 0
    return total
