"""What the API of accounts reads and writes."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from uniengine.accounts.currencies import CURRENCIES
from uniengine.accounts.models import Market, Membership, Organization, PersonalToken, Role
from uniengine.accounts.policy import TOKEN_SCOPES
from uniengine.accounts.services.tokens import MOST_DAYS

RATERS = ("assessment", "manager", "self")


@extend_schema_field(OpenApiTypes.INT)
class MarketKey(serializers.PrimaryKeyRelatedField[Market]):
    """A market of the organization, by id."""

    def get_queryset(self) -> Any:
        return Market.objects.all()


class OrganizationOut(serializers.ModelSerializer[Organization]):
    rater_precedence = serializers.ListField(child=serializers.ChoiceField(choices=RATERS))

    class Meta:
        model = Organization
        fields = ("slug", "name", "currency", "productive_hours", "rater_precedence", "small_group", "created_at")


class OrganizationNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    currency = serializers.ChoiceField(choices=CURRENCIES, default="USD")


class OrganizationIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False)
    currency = serializers.ChoiceField(choices=CURRENCIES, required=False)
    productive_hours = serializers.IntegerField(min_value=1, max_value=8784, required=False)
    rater_precedence = serializers.ListField(
        child=serializers.ChoiceField(choices=RATERS), min_length=3, max_length=3, required=False
    )
    small_group = serializers.IntegerField(min_value=2, max_value=100, required=False)


class MemberOut(serializers.Serializer[Membership]):
    """A seat. `email` is null for those who do not manage members."""

    id = serializers.IntegerField()
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.display_name")
    email = serializers.SerializerMethodField()
    role = serializers.ChoiceField(choices=Role.choices)
    market = serializers.IntegerField(source="market_id", allow_null=True)
    joined_at = serializers.DateTimeField()

    def get_email(self, seat: Membership) -> str | None:
        return seat.user.email if self.context.get("addresses") else None


class MemberIn(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    market = MarketKey(required=False, allow_null=True)


class InvitationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=Role.choices)
    market = serializers.IntegerField(source="market_id", allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class OfferOut(InvitationOut):
    """A new invitation. `link` is given only in this answer; `mailed` says whether the mail server took the mail."""

    link = serializers.CharField()
    mailed = serializers.BooleanField()


class InvitationIn(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices)
    market = MarketKey(required=False, allow_null=True, default=None)


class MarketOut(serializers.Serializer[Any]):
    """A node of the tree; `path` holds the ids from the root."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Market.Kind.choices)
    parent = serializers.IntegerField(source="parent_id", allow_null=True)  # type: ignore[assignment]
    path = serializers.CharField()


class MarketNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=Market.Kind.choices[1:], default=Market.Kind.MARKET)
    parent = MarketKey()  # type: ignore[assignment]


class MarketIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False)
    kind = serializers.ChoiceField(choices=Market.Kind.choices[1:], required=False)
    parent = MarketKey(required=False)  # type: ignore[assignment]


class TokenOut(serializers.ModelSerializer[PersonalToken]):
    user = serializers.IntegerField(source="user_id")

    class Meta:
        model = PersonalToken
        fields = ("id", "user", "name", "prefix", "scopes", "created_at", "expires_at", "last_used_at")


class TokenMade(TokenOut):
    """A new token with its secret, which is given only in this answer."""

    secret = serializers.CharField()

    class Meta(TokenOut.Meta):
        fields = (*TokenOut.Meta.fields, "secret")  # type: ignore[assignment]


class TokenIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=TOKEN_SCOPES), min_length=1)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)


class ChangeOut(serializers.Serializer[Any]):
    """A row of the change log."""

    id = serializers.IntegerField(source="entry.pk")
    at = serializers.DateTimeField(source="entry.at")
    actor = serializers.IntegerField(source="entry.actor_id", allow_null=True)
    actor_name = serializers.CharField(source="actor")
    action = serializers.CharField(source="entry.action")
    object_type = serializers.CharField(source="entry.object_type")
    object_id = serializers.CharField(source="entry.object_id")
    subject = serializers.CharField()
    before = serializers.JSONField(source="entry.before", allow_null=True)
    after = serializers.JSONField(source="entry.after", allow_null=True)
    reason = serializers.CharField(source="entry.reason")
    request_id = serializers.CharField(source="entry.request_id")


class SeatOut(serializers.Serializer[Any]):
    slug = serializers.CharField(source="organization.slug")
    name = serializers.CharField(source="organization.name")
    role = serializers.ChoiceField(choices=Role.choices)


class MeOut(serializers.Serializer[Any]):
    """The signed-in person and their organizations; with a token, only the token's."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    organizations = SeatOut(many=True)
