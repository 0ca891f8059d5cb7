"""Starting and naming a journey; importing one."""

from __future__ import annotations

from django import forms

from journeys.models import Journey, Slot


class JourneyCreateForm(forms.Form):
    """A new journey: its name, and what it starts from."""

    name = forms.CharField(
        max_length=120, label="Name of the journey", help_text="For example the customers it is for."
    )
    segment = forms.CharField(max_length=120, required=False, label="Customer segment")
    template = forms.ChoiceField(
        label="Start from",
        choices=[
            ("b2b", "The template: five stages with the usual jobs, activities and skills"),
            ("empty", "Five empty stages"),
        ],
        widget=forms.RadioSelect,
        initial="b2b",
    )


class JourneyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the journey is called and whom it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Journey
        fields = ("name", "segment", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, object]:
        """The service checks names under its lock; the model's own check would say the same in other words."""
        return self.cleaned_data

    def _post_clean(self) -> None:
        return None


class JourneyCopyForm(forms.Form):
    name = forms.CharField(max_length=120, label="Name of the copy")


class StageForm(forms.Form):
    """A stage: its name and its colour."""

    name = forms.CharField(max_length=80, label="Name of the stage")
    slot = forms.ChoiceField(
        choices=[("", "The first colour not in use"), *((slot.value, f"As {slot.label}") for slot in Slot)],
        required=False,
        label="Colour and sign",
        help_text="Stages keep their colour when they are renamed.",
    )


class StageMoveForm(forms.Form):
    position = forms.TypedChoiceField(coerce=int, label="Place")

    def __init__(self, *args: object, places: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["position"].choices = places  # type: ignore[attr-defined]
