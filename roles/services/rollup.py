"""SupplyCell, the stored cube of people and FTE by skill, level, market and legacy function.

Two ways to the same cells: `supply_rebuild` counts everything in one statement; `supply_follow` moves what one
person brings from the old cells to the new. A property test holds the two equal.

Whoever writes people or ratings takes `inventory_lock` first, before any other row, and keeps it until the
transaction ends: edits of one organization's inventory take turns, so that no delta is lost and no two writers
wait for each other crosswise. Then one of

    supply_follow(state, before, after)     after a change of few people, with what they brought before and after
    inventory_replaced(state)               after a change of many (an import, its undo), with a full count
"""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from roles.models import InventoryState
from roles.selectors.holdings import Holding
from uniengine.accounts.models import Organization

log = logging.getLogger(__name__)

Cell = tuple[int, int, int, int]
"""(skill, level, market, function)"""

# Counting into a table of its own lets PostgreSQL use all its processors, which it does not for INSERT .. SELECT;
# and cells that stay as they are are not written again, so a count that finds nothing new costs the counting alone.
COUNT = """
CREATE TEMPORARY TABLE counted_supply AS
SELECT s.skill_id, s.level, COALESCE(p.market_id, 0) AS market_key, COALESCE(p.function_id, 0) AS function_key,
       COUNT(*) AS people, SUM(p.mfte) AS mfte
FROM roles_skilllevel s
JOIN roles_person p ON p.id = s.person_id
WHERE p.organization_id = %s AND p.left_on IS NULL AND s.effective
GROUP BY s.skill_id, s.level, p.market_id, p.function_id
"""
DROP_OLD = """
DELETE FROM roles_supplycell
WHERE organization_id = %s AND (skill_id, level, market_key, function_key) IN (
  SELECT skill_id, level, market_key, function_key FROM (
    SELECT skill_id, level, market_key, function_key, people, mfte FROM roles_supplycell WHERE organization_id = %s
    EXCEPT SELECT skill_id, level, market_key, function_key, people, mfte FROM counted_supply
  ) AS old
)
"""
ADD_NEW = """
INSERT INTO roles_supplycell (organization_id, skill_id, level, market_key, function_key, people, mfte)
SELECT %s, skill_id, level, market_key, function_key, people, mfte FROM (
  SELECT skill_id, level, market_key, function_key, people, mfte FROM counted_supply
  EXCEPT SELECT skill_id, level, market_key, function_key, people, mfte FROM roles_supplycell WHERE organization_id = %s
) AS new
"""
FORGET = "DROP TABLE counted_supply"

GAIN = """
INSERT INTO roles_supplycell (organization_id, skill_id, level, market_key, function_key, people, mfte) VALUES
"""
GAIN_MORE = """
ON CONFLICT (organization_id, skill_id, level, market_key, function_key) DO UPDATE
SET people = roles_supplycell.people + excluded.people, mfte = roles_supplycell.mfte + excluded.mfte
"""
LOSE = "UPDATE roles_supplycell SET people = people + d.column5, mfte = mfte + d.column6 FROM (VALUES"
LOSE_WHERE = """
) AS d WHERE organization_id = %s AND skill_id = d.column1 AND level = d.column2 AND market_key = d.column3
AND function_key = d.column4 AND people + d.column5 >= 0 AND mfte + d.column6 >= 0
"""


def inventory_lock(organization: Organization) -> InventoryState:
    """The organization's row of the inventory, locked until the transaction ends.

    Made at first use, as not yet counted: people may be there that no cell knows of.
    """
    rows = InventoryState.objects.select_for_update().filter(organization=organization)
    state = rows.first()
    if state is None:
        InventoryState.objects.get_or_create(organization=organization, defaults={"revision": 1})
        state = rows.get()
    return state


def supply_is_current(state: InventoryState) -> bool:
    """Whether the cells stand for the people and ratings as they are."""
    return state.rolled_up_revision == state.revision


@transaction.atomic
def supply_rebuild(organization: Organization) -> InventoryState:
    """Count all cells anew, in one pass over the effective ratings of the people who count."""
    state = inventory_lock(organization)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [organization.pk])
        cursor.execute(DROP_OLD, [organization.pk, organization.pk])
        cursor.execute(ADD_NEW, [organization.pk, organization.pk])
        cursor.execute(FORGET)
    return _counted(state)


@transaction.atomic
def inventory_replaced(state: InventoryState) -> InventoryState:
    """People or ratings changed by the thousands: raise the revision and count everything."""
    inventory_moved(state)
    return supply_rebuild(state.organization)


def inventory_moved(state: InventoryState) -> None:
    """Raise the revision only: the cells stay as they are and are known to be behind."""
    state.revision += 1
    state.changed_at = timezone.now()
    state.save(update_fields=["revision", "changed_at"])


def supply_follow(state: InventoryState, before: Iterable[Holding], after: Iterable[Holding]) -> None:
    """Raise the revision and move what changed from cell to cell. Needs the lock.

    Cells that are behind stay behind; the next refresh counts them anew. So do cells that turn out not to
    hold what is to be taken from them, which no test has ever seen. Cells that become empty stay, with zeros.
    """
    current = supply_is_current(state)
    if current and not _move(state.organization_id, moves(before, after)):
        log.error("The supply cells of organization %s are off; the next refresh counts them.", state.organization_id)
        current = False
    state.revision += 1
    state.changed_at = timezone.now()
    if current:
        state.rolled_up_revision, state.rolled_up_at = state.revision, state.changed_at
    state.save(update_fields=["revision", "changed_at", "rolled_up_revision", "rolled_up_at"])


def moves(before: Iterable[Holding], after: Iterable[Holding]) -> dict[Cell, tuple[int, int]]:
    """Per cell the people and mfte it gains or loses; cells that stay as they are are left out."""
    people: defaultdict[Cell, int] = defaultdict(int)
    mfte: defaultdict[Cell, int] = defaultdict(int)
    for sign, holdings in ((-1, before), (1, after)):
        for held in holdings:
            cell = held[:4]
            people[cell] += sign
            mfte[cell] += sign * held.mfte
    return {cell: (people[cell], mfte[cell]) for cell in sorted(people) if people[cell] or mfte[cell]}


def _move(organization: int, changes: dict[Cell, tuple[int, int]]) -> bool:
    """Write the changes to the cells they touch, and no others. False when a cell does not hold what it should."""
    gains = {cell: change for cell, change in changes.items() if min(change) >= 0}
    losses = {cell: change for cell, change in changes.items() if min(change) < 0}
    with connection.cursor() as cursor:
        if gains:
            _gain(cursor, organization, gains)
        return not losses or _lose(cursor, organization, losses) == len(losses)


def _gain(cursor: CursorWrapper, organization: int, cells: dict[Cell, tuple[int, int]]) -> None:
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(cells))
    values = [value for cell, change in cells.items() for value in (organization, *cell, *change)]
    cursor.execute(" ".join((GAIN, rows, GAIN_MORE)), values)


def _lose(cursor: CursorWrapper, organization: int, cells: dict[Cell, tuple[int, int]]) -> int:
    """How many of the cells held enough to take it away."""
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(cells))
    values = [value for cell, change in cells.items() for value in (*cell, *change)]
    cursor.execute(" ".join((LOSE, rows, LOSE_WHERE)), [*values, organization])
    return int(cursor.rowcount)


def _counted(state: InventoryState) -> InventoryState:
    state.rolled_up_revision = state.revision
    state.rolled_up_at = timezone.now()
    state.save(update_fields=["rolled_up_revision", "rolled_up_at"])
    return state
