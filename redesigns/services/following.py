"""What is worked out again after a change, in the background."""

from redesigns.models import Redesign
from uniengine.accounts.access import system_actor
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_start

EFFECTS = "redesigns.effects_compute"


def effects_follow(redesign: Redesign) -> Job:
    """Have the effect panel worked out; one that is under way asks for another when it ends too early."""
    return job_start(
        actor=system_actor(redesign.organization),
        kind=EFFECTS,
        key=f"redesign:{redesign.pk}",
        params={"redesign": redesign.pk},
        message="Working out what this redesign changes",
    )
