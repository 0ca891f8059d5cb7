"""The demo company, generated: the same seed gives the same company, to the last rating, on any machine.

Tarnfjord Instruments makes industrial sensors and the software that watches over them: 250 people in five
markets, organized by function. Its journey is the built-in template; the figures are its own. An analysis
finds what such companies find: work done in several functions, holes nobody sees, three skills that are
short while others are plentiful, and analytics, customer systems and digital content needed everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from demo.bench import bench
from demo.people import people
from demo.places import CURRENCY, FUNCTIONS, MARKETS, NAME, PRODUCTIVE_HOURS, SEGMENT
from demo.ratings import UNNEEDED, ratings
from demo.shapes import Company
from demo.work import with_work
from journeys.template_b2b import TEMPLATE

SEED = 20_261_012


def company(seed: int = SEED) -> Company:
    """The whole company. Each part draws from its own stream, so a change in one leaves the others alone."""
    journey = with_work(TEMPLATE, Random(f"{seed} work"))
    staff = people(Random(f"{seed} people"))
    plan = bench(journey, staff, Random(f"{seed} bench"))
    return Company(
        name=NAME,
        currency=CURRENCY,
        productive_hours=PRODUCTIVE_HOURS,
        segment=SEGMENT,
        markets=MARKETS,
        functions=FUNCTIONS,
        journey=replace(journey, name="Plant operator", skills=journey.skills + UNNEEDED),
        people=staff,
        ratings=ratings(staff, plan, Random(f"{seed} ratings")),
    )
