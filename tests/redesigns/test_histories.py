"""Several redesigns side by side, changed, undone, merged and rebased at random: their histories always hold."""

import json
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from redesigns.changes import applied, difference, entries, puts_of, rolled_back, undo_clash, undo_puts
from redesigns.conflicts import undecided
from redesigns.merging import RebaseFirst, merge
from redesigns.rebasing import rebase
from redesigns.records import key_of
from redesigns.renewal import BasePerson, Renewal
from redesigns.rules import BASIS, broken, tally
from tests.redesigns.state_cases import edited, small

SEEDS = st.integers(0, 10**9)
PICKS = st.integers(0, 59)
SERVES = {1: frozenset({1}), 2: frozenset({1, 2})}
PROFILES = {role: {11: (3, True)} for role in ("ra", "rb", "rc", "rd")}


class History:
    """One redesign as the product keeps it: where it started, its changes as stored, and its state now."""

    def __init__(self, start, people):
        self.start = self.state = start
        self.people = people
        self.changes, self.seen = [], [start]
        self.crowds = [people]
        self.done, self.taken_back = [], []
        self.published = None

    def put(self, puts, people=None):
        """Append one change, through JSON as the database would; False where nothing differs."""
        made = json.loads(json.dumps(entries(self.state, puts)))
        if not made:
            return False
        self.state = applied(self.state, puts)
        self.people = self.people if people is None else people
        self.changes.append(made)
        self.seen.append(self.state)
        self.crowds.append(self.people)
        return True

    def edit(self, puts, people=None):
        if self.put(puts, people):
            self.done.append(len(self.changes))
            self.taken_back = []

    def back(self, position):
        """Undo the change at a position, exactly; its own position is where it can be done again from."""
        self.put(undo_puts(self.state, self.changes[position - 1]), self.crowds[position - 1])
        return len(self.changes)


class Histories(RuleBasedStateMachine):
    @initialize(seed=SEEDS)
    def begin(self, seed):
        self.random = Random(seed)
        people = self.crowd(range(1, 7))
        self.all = [History(edited(small(6), self.random, 20), people)]
        self.bases, self.newest = {}, 1
        for parent in (0, 0, 1):
            self.branch(parent)

    def crowd(self, numbers):
        return {
            number: BasePerson(
                number, 1000, self.random.choice((1, 2)), "Sales", "Rep", None, {11: self.random.randint(0, 5)}
            )
            for number in numbers
        }

    def one(self, pick):
        return self.all[pick % len(self.all)]

    def draft(self, pick):
        drafts = [history for history in self.all if history.published is None]
        return drafts[pick % len(drafts)] if drafts else None

    @precondition(lambda self: len(self.all) < 5)
    @rule(pick=PICKS)
    def branch(self, pick):
        parent = self.one(pick)
        child = History(parent.state, parent.people)
        for other in self.all:
            self.bases[id(child), id(other)] = self.base(parent, other)
        self.all.append(child)
        self.change(len(self.all) - 1, 6)

    def base(self, one, other):
        """What two redesigns last had in common."""
        if one is other:
            return one.state
        return self.bases.get((id(one), id(other))) or self.bases[id(other), id(one)]

    @rule(pick=PICKS, times=st.integers(1, 6))
    def change(self, pick, times):
        if history := self.draft(pick):
            history.edit(difference(history.state, edited(history.state, self.random, times)))

    @rule(times=st.integers(3, 6))
    def change_all(self, times):
        for pick in range(len(self.all)):
            self.change(pick, times)

    @rule(pick=PICKS)
    def undo(self, pick):
        history = self.draft(pick)
        if history and history.done:
            position = history.done.pop()
            history.taken_back.append((position, history.back(position)))
            assert history.state == history.seen[position - 1]

    @rule(pick=PICKS)
    def redo(self, pick):
        history = self.draft(pick)
        if history and history.taken_back:
            position, undoing = history.taken_back.pop()
            history.done.append(history.back(undoing))
            assert history.state == history.seen[position]

    @rule(pick=PICKS, which=PICKS)
    def undo_an_older_one(self, pick, which):
        history = self.draft(pick)
        if not history or not history.changes:
            return
        position = which % len(history.changes) + 1
        change = history.changes[position - 1]
        if undo_clash(history.state, change) or any((one["kind"], one["key"]) == BASIS for one in change):
            return
        puts = undo_puts(history.state, change)
        if broken(applied(history.state, puts), frozenset(history.people)) == []:
            history.edit(puts)

    @rule(pick=PICKS, other=PICKS)
    def merge(self, pick, other):
        """Straight, or after a rebase where the baselines differ, as the product asks for."""
        target, source = self.draft(pick), self.one(other)
        if target is None or target is source:
            return
        base = self.base(target, source)
        if target.state[BASIS] != source.state[BASIS]:
            self.refused(base, target, source)
            self.rebased(target, source.state[BASIS]["baseline"], source.people)
        choices = {}
        while left := undecided(merge(base, target.state, source.state, choices).conflicts, choices):
            one = self.random.choice(left)
            choices[one.id] = self.random.choice(one.options).value
        target.edit(merge(base, target.state, source.state, choices).puts)
        self.bases.pop((id(source), id(target)), None)
        self.bases[id(target), id(source)] = source.state

    def refused(self, base, target, source):
        try:
            merge(base, target.state, source.state)
        except RebaseFirst:
            return
        raise AssertionError("Merged across baselines.")

    @rule(pick=PICKS)
    def rebase(self, pick):
        """On people as they are since, or on those another redesign stands on already."""
        history = self.draft(pick)
        if history is None:
            return
        known = {other.state[BASIS]["baseline"]: other.people for other in self.all}
        self.newest += 1
        self.rebased(history, *self.random.choice([*known.items(), (self.newest, self.newer(history.people))]))

    def rebased(self, history, number, people):
        if number == history.state[BASIS]["baseline"]:
            return
        renewal = Renewal(number, history.people, people, PROFILES, SERVES)
        choices = {one.id: self.random.choice(one.options).value for one in rebase(history.state, renewal).conflicts}
        history.edit(rebase(history.state, renewal, choices).puts, people)

    def newer(self, people):
        stay = [number for number in people if self.random.random() < 0.8] or [min(people)]
        return self.crowd([*stay, max(people) + 1])

    @rule(pick=PICKS)
    def publish_or_not(self, pick):
        """The first always stays a draft."""
        history = self.all[1 + pick % (len(self.all) - 1)]
        history.published = history.state if history.published is None else None

    @invariant()
    def no_rule_is_broken_and_nobody_lost_or_doubled(self):
        for history in getattr(self, "all", ()):
            assert broken(history.state, frozenset(history.people)) == []
            heads = tally(history.state)
            assert heads.people == heads.placed + heads.bench + heads.leaving == len(history.people)
            assert heads.vacant >= 0

    @invariant()
    def the_history_leads_to_the_state_and_back_to_every_point(self):
        for history in getattr(self, "all", ()):
            state = history.start
            for change in history.changes:
                state = applied(state, puts_of(change))
            assert state == history.state
            for position, then in enumerate(history.seen):
                assert rolled_back(history.state, reversed(history.changes[position:])) == then

    @invariant()
    def what_is_published_stays_as_it_is(self):
        for history in getattr(self, "all", ()):
            assert history.published is None or history.published == history.state

    @invariant()
    def every_record_is_under_the_key_its_fields_make(self):
        for history in getattr(self, "all", ()):
            for key, fields in history.state.items():
                if key[0] in ("duty", "headcount", "cover", "ban"):
                    assert key_of(key[0], fields) == key


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
