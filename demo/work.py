"""What the demo company's activities take, and who spends time on them today.

Data first, then the few lines that spread it over the markets. Hours are per time, needed and spent in FTE.
About ten activities are done in several functions, three by nobody - the redundancy and the holes that a
redesign is after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from demo.places import DEMAND_WEIGHT, PRODUCTIVE_HOURS
from journeys.effort import MFTE, apportion
from journeys.outline import Activity, FunctionEffort, MarketDemand, Outline

Row = tuple[str, str, str, Mapping[str, str]]
"""Activity, hours each time, FTE needed, function -> FTE spent."""

LEARN: tuple[Row, ...] = (
    ("publish_explanations", "12", "4.5", {"marketing": "4.8"}),
    ("offer_self_check", "3", "2.7", {}),
    ("be_findable", "8", "3.2", {"marketing": "3.6"}),
    ("study_buyers", "40", "2.7", {"marketing": "2.4"}),
    ("report_interest", "2", "2.7", {"marketing": "2.2", "operations": "1.7", "inside_sales": "1.6"}),
    ("run_open_sessions", "24", "4.0", {"marketing": "5.0"}),
    ("answer_early_questions", "0.5", "5.4", {"inside_sales": "5.4", "marketing": "2.1", "sales": "1.6"}),
    ("compare_approaches", "10", "3.1", {"sales": "2.6"}),
    ("connect_peers", "3", "2.3", {"marketing": "1.6"}),
    ("host_community", "20", "0.8", {"marketing": "0.9"}),
    ("document_results", "30", "2.7", {"marketing": "2.6", "success": "1.9"}),
    ("prepare_mandate", "10", "5.0", {"sales": "2.0"}),
)
BUY: tuple[Row, ...] = (
    ("check_fit", "1.5", "5.8", {"inside_sales": "6.8", "sales": "2.8"}),
    ("write_requirements", "12", "5.0", {"sales": "4.2"}),
    ("guide_selection", "6", "2.3", {"marketing": "2.2"}),
    ("demonstrate", "4", "5.9", {"sales": "5.4", "channel": "2.6"}),
    ("run_trial", "60", "5.4", {"sales": "4.4"}),
    ("answer_security", "8", "0.7", {"service": "0.8"}),
    ("respond_tender", "50", "0.8", {"sales": "1.0"}),
    ("build_case", "14", "3.2", {}),
    ("supply_benchmarks", "5", "2.2", {"operations": "1.5", "sales": "1.2", "marketing": "1.1"}),
    ("align_group", "16", "9.4", {"sales": "4.2"}),
    ("prepare_stakeholders", "5", "3.6", {"sales": "3.0"}),
    ("quote", "1.5", "6.1", {"inside_sales": "4.2", "sales": "3.4", "operations": "2.2", "channel": "1.8"}),
    ("negotiate", "10", "4.7", {"sales": "5.0"}),
    ("draw_up_contract", "5", "2.9", {"sales": "3.6"}),
)
ORDER: tuple[Row, ...] = (
    ("take_orders", "0.8", "4.1", {"inside_sales": "4.8", "channel": "1.7", "operations": "1.6"}),
    ("report_status", "0.4", "3.2", {"inside_sales": "3.4"}),
    ("survey_sites", "8", "2.7", {"service": "2.8"}),
    ("guide_preparation", "10", "2.0", {"channel": "1.8"}),
    ("plan_rollout", "16", "3.6", {"channel": "3.4"}),
    ("coordinate_delivery", "2", "2.9", {"service": "3.4"}),
    ("track_rollout", "2", "2.2", {"operations": "1.6"}),
    ("certify_partners", "30", "7.6", {"channel": "3.2"}),
    ("coach_partners", "24", "9.4", {"channel": "3.0"}),
    ("install", "20", "6.3", {"service": "7.6"}),
    ("integrate", "30", "4.5", {"service": "4.2"}),
    ("migrate_data", "24", "2.3", {"service": "2.4"}),
    ("hand_over", "8", "3.6", {"service": "4.2"}),
)
ADOPT: tuple[Row, ...] = (
    ("set_up_users", "3", "4.0", {"success": "5.0"}),
    ("train_users", "6", "5.4", {"success": "5.2", "service": "3.2"}),
    ("build_self_learning", "40", "2.3", {"marketing": "1.9"}),
    ("send_tips", "4", "2.3", {"marketing": "3.1"}),
    ("coach_change", "12", "9.4", {"success": "3.0"}),
    ("redesign_practice", "20", "6.0", {"success": "1.6"}),
    ("engage_sponsor", "4", "4.4", {"success": "2.6"}),
    ("report_usage", "2.5", "2.5", {"success": "2.0", "service": "1.4", "operations": "1.2"}),
    ("review_value", "8", "2.7", {"success": "1.8"}),
    ("suggest_uses", "4", "2.7", {"sales": "1.7"}),
    ("share_roadmap", "6", "2.2", {}),
)
SUPPORT: tuple[Row, ...] = (
    ("answer_questions", "0.4", "5.4", {"service": "6.6"}),
    ("keep_help_library", "6", "2.5", {"service": "2.4"}),
    ("find_cause", "2", "5.0", {"service": "6.0"}),
    ("repair", "6", "3.6", {"service": "4.4"}),
    ("steer_escalations", "5", "2.3", {"service": "2.2"}),
    ("follow_up_complaints", "1.5", "2.2", {"service": "1.6"}),
    ("watch_health", "1", "2.7", {"service": "2.0"}),
    ("update", "2", "2.9", {"service": "2.9"}),
    ("review_renewal", "8", "3.2", {"sales": "2.6", "success": "1.7", "service": "0.8"}),
    ("spot_risk", "3", "2.2", {"operations": "0.8"}),
)
WORK = {row[0]: row for row in LEARN + BUY + ORDER + ADOPT + SUPPORT}

ONE_MARKET = {"host_community": "nordics", "answer_security": "dach", "respond_tender": "iberia"}
"""Activities that only one market asks for."""

WEAK_MARKET = "iberia"
HARD_TO_STAFF = frozenset(
    ["prepare_mandate", "align_group", "prepare_stakeholders", "certify_partners", "coach_partners"]
    + ["coach_change", "redesign_practice", "engage_sponsor"]
)
"""What takes the scarce skills. The weak market asks for half as much again of it."""


def with_work(outline: Outline, rng: Random) -> Outline:
    """The journey with demand per market and effort per function on every activity."""
    activities = tuple(_with_work(activity, rng) for activity in outline.activities)
    return replace(outline, activities=activities)


def _with_work(activity: Activity, rng: Random) -> Activity:
    _, hours, needed, spent = WORK[activity.key]
    effort = tuple(FunctionEffort(function, _mfte(fte)) for function, fte in spent.items())
    demand = _demand(activity.key, Decimal(hours), _mfte(needed), rng)
    return replace(activity, demand=demand, effort=effort)


def _demand(key: str, hours: Decimal, mfte: int, rng: Random) -> tuple[MarketDemand, ...]:
    if key in ONE_MARKET:
        return (MarketDemand(ONE_MARKET[key], _volume(mfte, hours), hours),)
    weights = [weight * rng.randint(92, 108) for weight in DEMAND_WEIGHT.values()]
    if key in HARD_TO_STAFF:
        weak = list(DEMAND_WEIGHT).index(WEAK_MARKET)
        weights[weak] = weights[weak] * 3 // 2
    parts = apportion(mfte, weights)
    volumes = (_volume(part, hours) for part in parts)
    return tuple(MarketDemand(market, volume, hours) for market, volume in zip(DEMAND_WEIGHT, volumes, strict=True))


def _volume(mfte: int, hours: Decimal) -> int:
    """Whole times a year that come closest to the FTE; at least one."""
    return max(1, round(Fraction(mfte * PRODUCTIVE_HOURS, MFTE) / Fraction(hours)))


def _mfte(fte: str) -> int:
    return int(Decimal(fte) * MFTE)
