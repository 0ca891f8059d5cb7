"""Which permission each route needs: the second half of the policy table, by URL name.

Keep one section per app, in the order of the URLs. A route that is missing here is refused.
"""

from collections.abc import Mapping
from types import MappingProxyType

from uniengine.accounts.policy import Access, ByMethod, Permission, Rule

P = Permission
ORGANIZATION = ByMethod(read=P.ORGANIZATION_VIEW, write=P.ORGANIZATION_MANAGE)
MARKETS = ByMethod(read=P.ORGANIZATION_VIEW, write=P.MARKETS_MANAGE)
JOURNEY = ByMethod(read=P.JOURNEY_VIEW, write=P.JOURNEY_EDIT)
PEOPLE = ByMethod(read=P.PEOPLE_VIEW, write=P.PEOPLE_EDIT)
SKILLS = ByMethod(read=P.SKILLS_VIEW, write=P.SKILLS_EDIT)
REDESIGN = ByMethod(read=P.REDESIGN_VIEW, write=P.REDESIGN_EDIT)
PLACEMENT = ByMethod(read=P.PLACEMENTS_VIEW, write=P.PLACEMENTS_EDIT)

SITE: dict[str, Rule] = {
    "health-live": Access.PUBLIC,
    "health-ready": Access.PUBLIC,
    "api-schema": Access.SIGNED_IN,
    "api-docs": Access.SIGNED_IN,
}

ALLAUTH: dict[str, Rule] = dict.fromkeys(
    (
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reauthenticate",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
        "socialaccount_connections",
        "openid_connect_login",
        "openid_connect_callback",
        "django.views.generic.base.RedirectView",  # nameless: old addresses that lead to the new ones
    ),
    Access.DELEGATED,
)

ACCOUNTS: dict[str, Rule] = {
    "accounts:start": Access.SIGNED_IN,
    "accounts:organization-create": Access.SIGNED_IN,
    "accounts:invitation-accept": Access.PUBLIC,
    "accounts:invitation": Access.PUBLIC,  # accepting needs a signed-in user; the view sees to it
    "accounts:invitation-not-now": Access.PUBLIC,
    "accounts:profile": Access.SIGNED_IN,
    "accounts:data-export": Access.SIGNED_IN,
    "accounts:erase": Access.SIGNED_IN,
    "organization:settings": P.ORGANIZATION_MANAGE,
    "organization:member-list": P.MEMBERS_VIEW,
    "organization:member-export": P.MEMBERS_VIEW,
    "organization:member-leave": P.MEMBERSHIP_OWN,
    "organization:member-change": P.MEMBERS_MANAGE,
    "organization:member-remove": P.MEMBERS_MANAGE,
    "organization:invitation-create": P.MEMBERS_MANAGE,
    "organization:invitation-resend": P.MEMBERS_MANAGE,
    "organization:invitation-withdraw": P.MEMBERS_MANAGE,
    "organization:market-list": P.ORGANIZATION_VIEW,
    "organization:market-create": P.MARKETS_MANAGE,
    "organization:market-change": P.MARKETS_MANAGE,
    "organization:market-delete": P.MARKETS_MANAGE,
    "organization:token-list": P.TOKENS_OWN,
    "organization:token-create": P.TOKENS_OWN,
    "organization:token-revoke": P.TOKENS_OWN,
    "organization:audit-list": P.AUDIT_VIEW,
    "organization:audit-export": P.AUDIT_VIEW,
}

JOBS: dict[str, Rule] = {
    "jobs:job-progress": P.JOBS_VIEW,
    "jobs:job-cancel": P.JOBS_CANCEL,
}

WORKSHOPS: dict[str, Rule] = {
    "workshops:home": P.WORKSHOP_VIEW,
    "workshops:presence": P.WORKSHOP_VIEW,
    "workshops:agenda-edit": P.WORKSHOP_RUN,
    "workshops:step-settle": P.WORKSHOP_RUN,
}

JOURNEYS: dict[str, Rule] = {
    "journeys:list": P.JOURNEY_VIEW,
    "journeys:journey-create": P.JOURNEY_EDIT,
    "journeys:journey-import": P.JOURNEY_EDIT,
    "journeys:journey-import-check": P.JOURNEY_EDIT,
    "journeys:journey-import-confirm": P.JOURNEY_EDIT,
    "journeys:journey-import-discard": P.JOURNEY_EDIT,
    "journeys:journey-import-problems": P.JOURNEY_EDIT,
    "journeys:skill-list": P.SKILLS_VIEW,
    "journeys:skill-create": P.SKILLS_EDIT,
    "journeys:skill": P.SKILLS_VIEW,
    "journeys:skill-edit": P.SKILLS_EDIT,
    "journeys:skill-archive": P.SKILLS_EDIT,
    "journeys:skill-alias-add": P.SKILLS_EDIT,
    "journeys:skill-alias-remove": P.SKILLS_EDIT,
    "journeys:function-list": P.JOURNEY_VIEW,
    "journeys:function-create": P.JOURNEY_EDIT,
    "journeys:function-edit": P.JOURNEY_EDIT,
    "journeys:board": P.JOURNEY_VIEW,
    "journeys:journey-edit": P.JOURNEY_EDIT,
    "journeys:journey-copy": P.JOURNEY_EDIT,
    "journeys:journey-archive": P.JOURNEY_EDIT,
    "journeys:journey-restore": P.JOURNEY_EDIT,
    "journeys:board-undo": P.JOURNEY_EDIT,
    "journeys:board-redo": P.JOURNEY_EDIT,
    "journeys:changes": P.JOURNEY_VIEW,
    "journeys:flags": P.JOURNEY_VIEW,
    "journeys:redundancy": P.JOURNEY_VIEW,
    "journeys:coverage": P.JOURNEY_VIEW,
    "journeys:export": P.JOURNEY_VIEW,
    "journeys:stage-create": P.JOURNEY_EDIT,
    "journeys:stage-edit": P.JOURNEY_EDIT,
    "journeys:stage-move": P.JOURNEY_EDIT,
    "journeys:stage-delete": P.JOURNEY_EDIT,
    "journeys:job-create": P.JOURNEY_EDIT,
    "journeys:job": P.JOURNEY_VIEW,
    "journeys:job-edit": P.JOURNEY_EDIT,
    "journeys:job-rename": P.JOURNEY_EDIT,
    "journeys:job-move": P.JOURNEY_EDIT,
    "journeys:job-delete": P.JOURNEY_EDIT,
    "journeys:activity-create": P.JOURNEY_EDIT,
    "journeys:activities-place": P.JOURNEY_EDIT,
    "journeys:activity": P.JOURNEY_VIEW,
    "journeys:activity-rename": P.JOURNEY_EDIT,
    "journeys:activity-move": P.JOURNEY_EDIT,
    "journeys:activity-delete": P.JOURNEY_EDIT,
    "journeys:activity-edit": P.JOURNEY_EDIT,
}

ROLES: dict[str, Rule] = {
    "roles:gap-shared": P.GAPS_VIEW,
    "roles:gap-overview": P.GAPS_VIEW,
    "roles:gap-cell": P.GAPS_VIEW,
    "roles:gap-proof": P.GAPS_VIEW,
    "roles:gap-growth": P.GAPS_VIEW,
    "roles:gap-export": P.GAPS_VIEW,
    "roles:gap-refresh": P.GAPS_REFRESH,
    "roles:person-list": P.PEOPLE_VIEW,
    "roles:person-list-export": P.PEOPLE_VIEW,
    "roles:person-create": P.PEOPLE_EDIT,
    "roles:person-detail": P.PEOPLE_VIEW,
    "roles:person-export": P.PEOPLE_VIEW,
    "roles:person-edit": P.PEOPLE_EDIT,
    "roles:person-erase": P.PEOPLE_EDIT,
    "roles:person-rating": P.PEOPLE_EDIT,
    "roles:person-rating-remove": P.PEOPLE_EDIT,
    "roles:import-list": P.INVENTORY_IMPORT,
    "roles:import-upload": P.INVENTORY_IMPORT,
    "roles:inventory-export": P.INVENTORY_IMPORT,
    "roles:import-detail": P.INVENTORY_IMPORT,
    "roles:import-map": P.INVENTORY_IMPORT,
    "roles:import-map-levels": P.INVENTORY_IMPORT,
    "roles:import-read-again": P.INVENTORY_IMPORT,
    "roles:import-check": P.INVENTORY_IMPORT,
    "roles:import-problems": P.INVENTORY_IMPORT,
    "roles:import-problems-file": P.INVENTORY_IMPORT,
    "roles:import-changes": P.INVENTORY_IMPORT,
    "roles:import-queue": P.INVENTORY_IMPORT,
    "roles:import-queue-all-new": P.INVENTORY_IMPORT,
    "roles:import-queue-settle": P.INVENTORY_IMPORT,
    "roles:import-apply": P.INVENTORY_IMPORT,
    "roles:import-undo": P.INVENTORY_IMPORT,
    "roles:import-discard": P.INVENTORY_IMPORT,
}

# redesigns: the redesigns themselves
REDESIGNS: dict[str, Rule] = {
    "redesigns:list": P.REDESIGN_VIEW,
    "redesigns:redesign-create": P.REDESIGN_EDIT,
    "redesigns:compare": P.REDESIGN_VIEW,
    "redesigns:redesign": P.REDESIGN_VIEW,
    "redesigns:redesign-figure": P.REDESIGN_VIEW,
    "redesigns:redesign-refresh": P.REDESIGN_VIEW,
    "redesigns:redesign-edit": P.REDESIGN_EDIT,
    "redesigns:redesign-branch": P.REDESIGN_EDIT,
    "redesigns:redesign-archive": P.REDESIGN_EDIT,
    "redesigns:redesign-restore": P.REDESIGN_EDIT,
    "redesigns:redesign-propose": P.REDESIGN_EDIT,
    "redesigns:redesign-withdraw": P.REDESIGN_EDIT,
    "redesigns:redesign-approve": P.REDESIGN_DECIDE,
    "redesigns:redesign-publish": P.REDESIGN_DECIDE,
    "redesigns:redesign-unpublish": P.REDESIGN_DECIDE,
    "redesigns:change-list": P.REDESIGN_VIEW,
    "redesigns:change-undo-last": P.REDESIGN_EDIT,
    "redesigns:change-redo": P.REDESIGN_EDIT,
    "redesigns:change": P.REDESIGN_VIEW,
    "redesigns:change-undo": P.REDESIGN_EDIT,
    "redesigns:redesign-merge": P.REDESIGN_EDIT,
    "redesigns:merge-start": P.REDESIGN_EDIT,
    "redesigns:rebase-start": P.REDESIGN_EDIT,
    "redesigns:reconciliation": P.REDESIGN_EDIT,
    "redesigns:reconciliation-choose": P.REDESIGN_EDIT,
    "redesigns:reconciliation-apply": P.REDESIGN_EDIT,
    "redesigns:reconciliation-discard": P.REDESIGN_EDIT,
    "redesigns:collaborator-list": P.REDESIGN_VIEW,
    "redesigns:collaborator-name": P.REDESIGN_EDIT,
    "redesigns:collaborator-remove": P.REDESIGN_VIEW,  # one's own name; others: the service
}

# redesigns: role designer, proposals, shared services groups
REDESIGN_ROLES: dict[str, Rule] = {
    "redesigns:role-list": P.REDESIGN_VIEW,
    "redesigns:role-create": P.REDESIGN_EDIT,
    "redesigns:role-template": P.REDESIGN_EDIT,
    "redesigns:role-export": P.REDESIGN_VIEW,
    "redesigns:duty-give": P.REDESIGN_EDIT,
    "redesigns:duty-tidy": P.REDESIGN_EDIT,
    "redesigns:proposal-list": P.REDESIGN_VIEW,
    "redesigns:proposal-create": P.REDESIGN_EDIT,
    "redesigns:proposal": P.REDESIGN_VIEW,
    "redesigns:proposal-adopt": P.REDESIGN_EDIT,
    "redesigns:proposal-discard": P.REDESIGN_EDIT,
    "redesigns:group-list": P.REDESIGN_VIEW,
    "redesigns:group-create": P.REDESIGN_EDIT,
    "redesigns:group": P.REDESIGN_VIEW,
    "redesigns:group-edit": P.REDESIGN_EDIT,
    "redesigns:group-delete": P.REDESIGN_EDIT,
    "redesigns:role": P.REDESIGN_VIEW,
    "redesigns:role-people": P.PLACEMENTS_VIEW,
    "redesigns:role-edit": P.REDESIGN_EDIT,
    "redesigns:role-move": P.REDESIGN_EDIT,
    "redesigns:role-delete": P.REDESIGN_EDIT,
    "redesigns:duty-add": P.REDESIGN_EDIT,
    "redesigns:duty-edit": P.REDESIGN_EDIT,
    "redesigns:duty-remove": P.REDESIGN_EDIT,
    "redesigns:mark-add": P.REDESIGN_EDIT,
    "redesigns:mark-set": P.REDESIGN_EDIT,
    "redesigns:mark-clear": P.REDESIGN_EDIT,
    "redesigns:headcount-set": P.REDESIGN_EDIT,
}

# redesigns: placement, change cards, waves, development
PLACEMENTS: dict[str, Rule] = {
    "redesigns:placement-list": P.REDESIGN_VIEW,  # names only for those named on it
    "redesigns:placement-export": P.PLACEMENTS_VIEW,
    "redesigns:placement-move": P.PLACEMENTS_EDIT,
    "redesigns:placement-lock": P.PLACEMENTS_EDIT,
    "redesigns:placement-solve": P.PLACEMENTS_EDIT,
    "redesigns:placement-solved": P.PLACEMENTS_VIEW,
    "redesigns:placement-seats": P.PLACEMENTS_VIEW,
    "redesigns:card-list": P.PLACEMENTS_VIEW,
    "redesigns:card-export": P.PLACEMENTS_VIEW,
    "redesigns:card-mine": P.REDESIGN_VIEW,  # one's own only, of what is published
    "redesigns:card": P.PLACEMENTS_VIEW,
    "redesigns:card-print": P.PLACEMENTS_VIEW,
    "redesigns:ban": P.PLACEMENTS_EDIT,
    "redesigns:development-list": P.REDESIGN_VIEW,  # names only for those named on it
    "redesigns:development-generate": P.PLACEMENTS_EDIT,
    "redesigns:development-export": P.PLACEMENTS_VIEW,
    "redesigns:development-item": P.PLACEMENTS_EDIT,
    "redesigns:wave-list": P.REDESIGN_VIEW,
    "redesigns:wave-create": P.REDESIGN_EDIT,
    "redesigns:wave": P.PLACEMENTS_VIEW,
    "redesigns:wave-edit": P.REDESIGN_EDIT,
    "redesigns:wave-delete": P.REDESIGN_EDIT,
}

# redesigns: rewards and coverage checks
REDESIGN_CHECKS: dict[str, Rule] = {
    "redesigns:reward-list": P.REDESIGN_VIEW,
    "redesigns:reward-list-export": P.REDESIGN_VIEW,
    "redesigns:reward": REDESIGN,
    "redesigns:coverage": P.REDESIGN_VIEW,
    "redesigns:coverage-export": P.REDESIGN_VIEW,
    "redesigns:segment-create": P.REDESIGN_EDIT,
    "redesigns:segment": P.REDESIGN_VIEW,
    "redesigns:segment-edit": P.REDESIGN_EDIT,
    "redesigns:segment-delete": P.REDESIGN_EDIT,
    "redesigns:cover-set": REDESIGN,
}

API: dict[str, Rule] = {
    "api:me": Access.SIGNED_IN,
    "api:organization-create": Access.SIGNED_IN,
    "api:organization": ORGANIZATION,
    "api:member-list": P.MEMBERS_VIEW,
    "api:member": ByMethod(read=P.MEMBERS_VIEW, write=P.MEMBERSHIP_OWN),  # others than oneself: the service
    "api:invitation-list": P.MEMBERS_MANAGE,
    "api:invitation": P.MEMBERS_MANAGE,
    "api:invitation-resend": P.MEMBERS_MANAGE,
    "api:market-list": MARKETS,
    "api:market": MARKETS,
    "api:token-list": P.TOKENS_OWN,
    "api:token": P.TOKENS_OWN,
    "api:audit-list": P.AUDIT_VIEW,
    # journeys
    "api:journey-list": JOURNEY,
    "api:journey": JOURNEY,
    "api:journey-copy": P.JOURNEY_EDIT,
    "api:journey-archive": P.JOURNEY_EDIT,
    "api:journey-restore": P.JOURNEY_EDIT,
    "api:journey-board": P.JOURNEY_VIEW,
    "api:journey-undo": P.JOURNEY_EDIT,
    "api:journey-redo": P.JOURNEY_EDIT,
    "api:journey-changes": P.JOURNEY_VIEW,
    "api:journey-flags": P.JOURNEY_VIEW,
    "api:journey-redundancy": P.JOURNEY_VIEW,
    "api:journey-coverage": P.JOURNEY_VIEW,
    "api:journey-export": P.JOURNEY_VIEW,
    "api:journey-redundancy-export": P.JOURNEY_VIEW,
    "api:stage-list": JOURNEY,
    "api:stage": JOURNEY,
    "api:stage-move": P.JOURNEY_EDIT,
    "api:buying-job-list": JOURNEY,
    "api:buying-job": JOURNEY,
    "api:buying-job-move": P.JOURNEY_EDIT,
    "api:buying-job-loops": P.JOURNEY_EDIT,
    "api:activity-list": JOURNEY,
    "api:activity": JOURNEY,
    "api:activity-move": P.JOURNEY_EDIT,
    "api:activity-jobs": P.JOURNEY_EDIT,
    "api:activity-skills": P.JOURNEY_EDIT,
    "api:activity-demand": P.JOURNEY_EDIT,
    "api:activity-effort": P.JOURNEY_EDIT,
    "api:skill-list": SKILLS,
    "api:skill": SKILLS,
    "api:skill-archive": P.SKILLS_EDIT,
    "api:skill-aliases": P.SKILLS_EDIT,
    "api:skill-alias": P.SKILLS_EDIT,
    "api:function-list": JOURNEY,
    "api:function": JOURNEY,
    "api:journey-import-list": P.JOURNEY_EDIT,
    "api:journey-import": P.JOURNEY_EDIT,
    "api:journey-import-confirm": P.JOURNEY_EDIT,
    "api:journey-import-problems": P.JOURNEY_EDIT,
    # roles: gaps
    "api:gap-shared": P.GAPS_VIEW,
    "api:gap": P.GAPS_VIEW,
    "api:gap-skill-list": P.GAPS_VIEW,
    "api:gap-cell": P.GAPS_VIEW,
    "api:gap-proof": P.GAPS_VIEW,
    "api:gap-growth-list": P.GAPS_VIEW,
    "api:gap-refresh": P.GAPS_REFRESH,
    "api:gap-export": P.GAPS_VIEW,
    # roles: people
    "api:person-list": PEOPLE,
    "api:person": PEOPLE,
    "api:person-export": P.PEOPLE_VIEW,
    "api:rating-list": P.PEOPLE_VIEW,
    "api:rating": P.PEOPLE_EDIT,
    # jobs
    "api:job-list": P.JOBS_VIEW,
    "api:job-detail": P.JOBS_VIEW,
    "api:job-cancel": P.JOBS_CANCEL,
    # roles: imports
    "api:import-list": P.INVENTORY_IMPORT,
    "api:import-source-list": P.INVENTORY_IMPORT,
    "api:import": P.INVENTORY_IMPORT,
    "api:import-mapping": P.INVENTORY_IMPORT,
    "api:import-check": P.INVENTORY_IMPORT,
    "api:import-problem-list": P.INVENTORY_IMPORT,
    "api:import-problem-file": P.INVENTORY_IMPORT,
    "api:import-preview": P.INVENTORY_IMPORT,
    "api:import-queue": P.INVENTORY_IMPORT,
    "api:import-queue-all-new": P.INVENTORY_IMPORT,
    "api:import-queue-settle": P.INVENTORY_IMPORT,
    "api:import-apply": P.INVENTORY_IMPORT,
    "api:import-undo": P.INVENTORY_IMPORT,
    "api:inventory-export": P.INVENTORY_IMPORT,
    # workshops
    "api:workshop": ByMethod(read=P.WORKSHOP_VIEW, write=P.WORKSHOP_RUN),
    "api:workshop-step": P.WORKSHOP_RUN,
    # redesigns: the redesigns themselves
    "api:redesign-list": REDESIGN,
    "api:redesign-compare": P.REDESIGN_VIEW,
    "api:redesign": REDESIGN,
    "api:redesign-branch": P.REDESIGN_EDIT,
    "api:redesign-archive": P.REDESIGN_EDIT,
    "api:redesign-restore": P.REDESIGN_EDIT,
    "api:redesign-propose": P.REDESIGN_EDIT,
    "api:redesign-withdraw": P.REDESIGN_EDIT,
    "api:redesign-approve": P.REDESIGN_DECIDE,
    "api:redesign-publish": P.REDESIGN_DECIDE,
    "api:redesign-unpublish": P.REDESIGN_DECIDE,
    "api:redesign-effects": P.REDESIGN_VIEW,
    "api:redesign-collaborator-list": REDESIGN,
    "api:redesign-collaborator": P.REDESIGN_VIEW,  # one's own name; others: the service
    "api:redesign-change-list": P.REDESIGN_VIEW,
    "api:redesign-undo": P.REDESIGN_EDIT,
    "api:redesign-redo": P.REDESIGN_EDIT,
    "api:redesign-change": P.REDESIGN_VIEW,
    "api:redesign-change-undo": P.REDESIGN_EDIT,
    "api:redesign-reconciliation-list": P.REDESIGN_EDIT,
    "api:redesign-reconciliation": P.REDESIGN_EDIT,
    "api:redesign-reconciliation-apply": P.REDESIGN_EDIT,
    # redesigns: roles, proposals, shared services groups
    "api:redesign-role-list": REDESIGN,
    "api:redesign-role": REDESIGN,
    "api:redesign-role-figures": P.REDESIGN_VIEW,
    "api:redesign-role-people": P.PLACEMENTS_VIEW,
    "api:redesign-duty": REDESIGN,
    "api:redesign-mark": REDESIGN,
    "api:redesign-headcount": REDESIGN,
    "api:redesign-role-flags": P.REDESIGN_VIEW,
    "api:redesign-role-template": REDESIGN,
    "api:redesign-proposal-list": REDESIGN,
    "api:redesign-proposal": REDESIGN,
    "api:redesign-proposal-adopt": REDESIGN,
    "api:redesign-group-list": REDESIGN,
    "api:redesign-group": REDESIGN,
    # redesigns: placement, change cards, waves, development
    "api:redesign-seats": P.REDESIGN_VIEW,
    "api:redesign-seats-fitting": P.PLACEMENTS_VIEW,
    "api:redesign-placement-list": P.PLACEMENTS_VIEW,
    "api:redesign-placement-export": P.PLACEMENTS_VIEW,
    "api:redesign-placement-move": P.PLACEMENTS_EDIT,
    "api:redesign-placement-lock": P.PLACEMENTS_EDIT,
    "api:redesign-placement-solve": P.PLACEMENTS_EDIT,
    "api:redesign-placement-plan": P.PLACEMENTS_VIEW,
    "api:redesign-ban": P.PLACEMENTS_EDIT,
    "api:redesign-card-list": P.PLACEMENTS_VIEW,
    "api:redesign-card-export": P.PLACEMENTS_VIEW,
    "api:redesign-card-mine": P.REDESIGN_VIEW,  # one's own only, of what is published
    "api:redesign-card": P.PLACEMENTS_VIEW,
    "api:redesign-wave-list": REDESIGN,
    "api:redesign-wave": REDESIGN,
    "api:redesign-development-list": PLACEMENT,
    "api:redesign-development-export": P.PLACEMENTS_VIEW,
    "api:redesign-development": PLACEMENT,
    # redesigns: pay and coverage checks
    "api:redesign-pay-list": P.REDESIGN_VIEW,
    "api:redesign-pay": REDESIGN,
    "api:redesign-measure-list": P.REDESIGN_EDIT,
    "api:redesign-measure": P.REDESIGN_EDIT,
    "api:redesign-coverage": P.REDESIGN_VIEW,
    "api:redesign-segment-list": REDESIGN,
    "api:redesign-segment": REDESIGN,
    "api:redesign-cover": P.REDESIGN_EDIT,
}

ROUTES: Mapping[str, Rule] = MappingProxyType(
    SITE
    | ALLAUTH
    | ACCOUNTS
    | JOBS
    | WORKSHOPS
    | JOURNEYS
    | ROLES
    | REDESIGNS
    | REDESIGN_ROLES
    | PLACEMENTS
    | REDESIGN_CHECKS
    | API
)
