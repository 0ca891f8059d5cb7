"""Who is who, and who may see which organization. Rules about permissions live in policy.py, not here."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from uniengine.kit.scoping import ScopedManager


class Role(models.TextChoices):
    """What a member may do; policy.py gives each role its permissions."""

    OWNER = "owner", "Owner"
    ADMIN = "admin", "Admin"
    LEADER = "leader", "Leader"
    FACILITATOR = "facilitator", "Facilitator"
    POD_LEADER = "pod_leader", "Pod leader"
    MEMBER = "member", "Member"


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail address, in any case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in. People imported from HR are roles.Person and get no login."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=150, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        words = self.display_name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


def default_precedence() -> list[str]:
    return ["assessment", "manager", "self"]


class Organization(models.Model):
    """The tenant. Nothing is ever visible across organizations."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217 code; money is shown in it.")
    productive_hours = models.PositiveIntegerField(default=1600, help_text="Working hours of one FTE in a year.")
    rater_precedence = models.JSONField(default=default_precedence, help_text="Whose rating counts first.")
    small_group = models.PositiveSmallIntegerField(default=5, help_text="Smaller groups are hidden from most roles.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(productive_hours__gte=1, productive_hours__lte=8784), name="organization_hours"
            ),
            models.CheckConstraint(condition=Q(small_group__gte=2), name="organization_small_group"),
        ]

    def __str__(self) -> str:
        return self.name


class Market(models.Model):
    """A node in the tree of places: company > region > market. `path` holds the ids from the root, for subtrees."""

    class Kind(models.TextChoices):
        COMPANY = "company", "Company"
        REGION = "region", "Region"
        MARKET = "market", "Market"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MARKET)
    path = models.CharField(max_length=200, editable=False, default="", help_text="Ids from the root, '/1/4/'.")

    objects = ScopedManager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="market_name_unique"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="market_not_own_parent"),
            models.UniqueConstraint(fields=["organization"], condition=Q(parent=None), name="market_one_root"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's seat in an organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships", editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    market = models.ForeignKey(Market, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Invitation(models.Model):
    """An offer of a seat. Only the hash of the link's secret is kept."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    market = models.ForeignKey(Market, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role"),
        ]

    def __str__(self) -> str:
        return self.email


class PersonalToken(models.Model):
    """A key for the API that acts as one member of one organization, within its scopes, until it expires."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, editable=False, help_text="The first characters, to recognise it.")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}...)"


class AuditEntry(models.Model):
    """One change or one read of a named person. The database refuses UPDATE and DELETE (see the migration)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organization", "-id"], name="audit_recent"),
            models.Index(fields=["organization", "object_type", "object_id"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
