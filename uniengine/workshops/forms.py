"""Forms of the workshop. Each field remembers what it was shown with, so that only real changes are saved and two
facilitators planning different steps do not overwrite each other."""

from typing import Any

from django import forms

from uniengine.accounts.models import Membership, Organization, User
from uniengine.workshops.services.workshops import MINUTES


class ChangesForm(forms.Form):
    """`changes()` holds the fields that differ from what the page showed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class WorkshopForm(ChangesForm):
    name = forms.CharField(max_length=120, label="Name of the workshop")
    starts_on = forms.DateField(
        required=False, label="First day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class LeadField(forms.TypedChoiceField):
    """A member, by user id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **options)

    def clean(self, value: Any) -> User | None:
        key = super().clean(value)
        return User.objects.filter(pk=key).first() if key is not None else None


class StepForm(ChangesForm):
    planned_for = forms.CharField(max_length=40, required=False, label="When")
    minutes = forms.IntegerField(min_value=MINUTES[0], max_value=MINUTES[1], label="Minutes")
    lead = LeadField(required=False, label="Who leads")

    def __init__(self, *args: Any, members: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].choices = [("", "Nobody yet"), *members]  # type: ignore[attr-defined]


def member_choices(organization: Organization) -> list[tuple[int, str]]:
    """(user id, name) of the members, by name."""
    seats = Membership.objects.filter(organization=organization).select_related("user")
    return sorted(((seat.user_id, seat.user.display_name) for seat in seats), key=lambda seat: seat[1].casefold())
