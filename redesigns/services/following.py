"""What is worked out again after a change, in the background."""

from redesigns.models import Redesign
from redesigns.selectors.effects import EFFECTS, effects_key
from uniengine.accounts.access import system_actor
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_start


def effects_follow(redesign: Redesign) -> Job:
    """Have the effect panel worked out; one that is under way asks for another when it ends too early."""
    return job_start(
        actor=system_actor(redesign.organization),
        kind=EFFECTS,
        key=effects_key(redesign),
        params={"redesign": redesign.pk},
        message="Working out what this redesign changes",
    )
