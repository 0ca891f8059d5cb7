"""Forms of accounts. They only clean; services decide."""

from itertools import permutations

from django import forms
from django.http import HttpRequest

from uniengine.accounts.currencies import CURRENCIES
from uniengine.accounts.models import Market, Role, User, default_precedence
from uniengine.accounts.policy import TOKEN_SCOPES, may_give
from uniengine.accounts.selectors.markets import market_choices
from uniengine.kit.errors import DomainError

CURRENCY_CHOICES = [(code, code) for code in CURRENCIES]
PRECEDENCES = [(",".join(order), ", then ".join(order).capitalize()) for order in permutations(default_precedence())]
ROLE_WORDS = {
    Role.OWNER: "Owner: everything, and makes other owners",
    Role.ADMIN: "Admin: imports people, manages members and settings",
    Role.LEADER: "Leader: maps the journey and sees named people",
    Role.FACILITATOR: "Facilitator: runs the workshop, sees sums only",
    Role.POD_LEADER: "Pod leader: follows one market, sees sums only",
    Role.MEMBER: "Member: reads along, sees sums only",
}
SPANS = [(7, "7 days"), (30, "30 days"), (90, "90 days"), (180, "180 days"), (366, "a year")]


def show_error(form: forms.BaseForm, error: DomainError) -> None:
    """Put what a service refused where it belongs: at its field, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def role_choices(giver: str) -> list[tuple[str, str]]:
    """The roles a member with role `giver` may give, in words."""
    return [(role.value, words) for role, words in ROLE_WORDS.items() if may_give(giver, role)]


class SignupForm(forms.Form):
    """What allauth's sign-up asks besides e-mail and password."""

    name = forms.CharField(max_length=150, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the saved user."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class OrganizationForm(forms.Form):
    """First steps: an organization needs a name and the currency money is shown in."""

    name = forms.CharField(max_length=120, label="Name of the organization")
    currency = forms.ChoiceField(choices=CURRENCY_CHOICES, initial="USD", label="Currency")


class SettingsForm(OrganizationForm):
    """Settings of an organization. `changes()` holds only what the person changed on this page."""

    productive_hours = forms.IntegerField(
        min_value=1,
        max_value=8784,
        label="Productive hours of one FTE in a year",
        help_text="Hours a full-time person has for the work itself. Effort in hours is divided by this.",
    )
    rater_precedence = forms.ChoiceField(
        choices=PRECEDENCES,
        label="Whose rating counts",
        help_text="When several people rated the same skill, the first of these that exists counts.",
    )
    small_group = forms.IntegerField(
        min_value=2,
        max_value=100,
        label="Smallest group that is shown",
        help_text="Groups with fewer people are hidden from roles that may not see names.",
    )

    def changes(self) -> dict[str, object]:
        found = {field: self.cleaned_data[field] for field in self.changed_data}
        if "rater_precedence" in found:
            found["rater_precedence"] = str(found["rater_precedence"]).split(",")
        return found


class MarketField(forms.TypedChoiceField):
    """A node of the tree, indented; gives a Market or None."""

    def __init__(self, **options: object) -> None:
        super().__init__(coerce=int, empty_value=None, **options)  # type: ignore[arg-type]

    def clean(self, value: object) -> Market | None:
        key = super().clean(value)
        return Market.objects.filter(pk=key).first() if key is not None else None


class SeatForm(forms.Form):
    """A role and, for pod leaders, their market."""

    role = forms.ChoiceField(choices=(), label="Role", widget=forms.RadioSelect)
    market = MarketField(required=False, label="Market", help_text="Kept for pod leaders only.")

    def __init__(self, *args: object, giver: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["role"].choices = role_choices(giver)  # type: ignore[attr-defined]
        self.fields["market"].choices = [("", "No market"), *market_choices()]  # type: ignore[attr-defined]


class InvitationForm(SeatForm):
    email = forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "role", "market")


class MarketForm(forms.Form):
    """A node of the tree. For the root, only the name can change."""

    name = forms.CharField(max_length=120, label="Name")
    kind = forms.ChoiceField(choices=[(Market.Kind.REGION, "Region"), (Market.Kind.MARKET, "Market")], label="Kind")
    parent = MarketField(label="Belongs to")

    def __init__(self, *args: object, moving: Market | None = None, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if moving is not None and moving.parent_id is None:
            del self.fields["kind"], self.fields["parent"]
        else:
            self.fields["parent"].choices = market_choices(without=moving)  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, label="What is it for?", help_text="For example: nightly inventory push.")
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in TOKEN_SCOPES],
        label="What may it do?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one. The token can do nothing else."},
    )
    days = forms.TypedChoiceField(choices=SPANS, coerce=int, initial=90, label="How long does it last?")


class ProfileForm(forms.Form):
    name = forms.CharField(max_length=150, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))


class MemberFilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=100, label="Name", widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(required=False, label="Role", choices=[("", "All roles"), *Role.choices])


class ChangeFilterForm(forms.Form):
    """Filter of the change log; every field may stay empty."""

    action = forms.CharField(
        required=False, max_length=60, label="Action", widget=forms.TextInput(attrs={"list": "actions"})
    )
    actor = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Who")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, people: list[tuple[int, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["actor"].choices = [("", "Everybody"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            self.add_error("until", "The last day lies before the first. Swap them.")
        return found
