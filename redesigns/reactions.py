"""What redesigns do when the layers below change. Everything happens in the transaction of the change."""

from journeys.hooks import on_journey_change, on_rates_change
from redesigns.models import BaselinePerson, DevelopmentItem, GroupSkill, Headcount, Mark
from redesigns.selectors.about_person import person_told
from redesigns.services.effects import effects_anew, effects_follow_journeys
from redesigns.services.erasing import person_forget
from redesigns.services.leaving import member_forget
from roles.hooks import on_person_erase, on_person_export
from roles.services.imports.untouched import rows_named
from uniengine.accounts.access import Actor
from uniengine.accounts.hooks import Changed, on_membership_end, on_organization_change

LEANING = (
    (BaselinePerson, "person in the baseline of a redesign", "people in baselines of redesigns"),
    (Headcount, "headcount of a role", "headcounts of roles"),
    (Mark, "skill marked in a role's profile", "skills marked in profiles of roles"),
    (GroupSkill, "skill of a shared services group", "skills of shared services groups"),
    (DevelopmentItem, "item of a development programme", "items of development programmes"),
)
"""What points to people, skills and markets: an import that made those cannot be undone under it."""
MOVES_EFFECTS = frozenset({"markets", "productive_hours", "currency"})


def register() -> None:
    """Called once, when the application starts."""
    on_journey_change(effects_follow_journeys)
    on_organization_change(organization_changed)
    on_rates_change(effects_anew)
    on_membership_end(member_forget)
    on_person_erase(person_forget)
    on_person_export(person_told)
    for model, one, many in LEANING:
        rows_named(model, one, many)


def organization_changed(actor: Actor, changed: Changed) -> None:
    """Settings that every effect panel rests on."""
    if changed & MOVES_EFFECTS:
        effects_anew()
