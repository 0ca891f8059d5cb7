"""Three redesigns of the demo company that are worth comparing, with everybody placed and the figures worked out.

"Five experts" is what the team leans to and has proposed: a broad role per stage. "Ten skills a role" takes the fewest
roles that need no more than ten skills each, as found and proved. "Iberia first" puts seats where work goes undone
today. All three are over the same people.
"""

from __future__ import annotations

from demo.places import LEAD_TITLES, SEGMENT
from demo.seats import SEATS
from journeys.models import Journey
from redesigns.models import Redesign
from redesigns.placing_problem import EVERYBODY, Options
from redesigns.records import Fields, Key, Puts, State, key_of, record, uid_new
from redesigns.selectors.design import design_load
from redesigns.selectors.effects import EFFECTS
from redesigns.services.changing import Decide, redesign_change
from redesigns.services.deciding import redesign_propose
from redesigns.services.effects import effects_compute, effects_store
from redesigns.services.placing import placing_apply, placing_compute
from redesigns.services.proposals import Options as ProposalOptions
from redesigns.services.proposals import proposal_adopt, proposal_compute, proposal_store
from redesigns.services.redesigns import collaborator_name, redesign_branch, redesign_create
from redesigns.services.seats_by_need import seats_by_need
from redesigns.services.starting import template_adopt
from roles.models import Person
from uniengine.accounts.access import Actor, actor_of_member
from uniengine.accounts.models import Market, Organization, User
from uniengine.jobs.models import Job

FIVE, TEN, IBERIA = "Five experts", "Ten skills a role", "Iberia first"
WAVES = (("First wave", "2027-02-01", ("Nordics", "DACH")), ("Second wave", "2027-05-03", ()))
NEAR = Options(who=EVERYBODY, least_fit=20)
ANYBODY = Options(who=EVERYBODY)
LEAVING = 6
MANDATORY = 2
LEADER = LEAD_TITLES["sales"]
PROPOSED = ProposalOptions(most_skills=10, most_stages=2, seconds=20)
PAY = {
    "Buy expert": (600, 700, (("Signed orders", 800, 450, True, False), ("Net promoter score", 200, 550, True, True))),
    "Adopt expert": (800, 750, (("Renewal rate", 500, 600, True, True), ("Trainings held", 500, 400, True, False))),
    "Support expert": (900, 850, (("Tickets closed", 1000, 300, True, False), ("Renewal rate", 0, 700, True, True))),
}
"""Role -> fixed share, the one its outcome needs, and measures.

A measure: name, weight, weight needed, whether the role can influence it, whether it is one of the pod's metrics.
"""


def redesigns_load(organization: Organization, journey: Journey) -> list[Redesign]:
    """The three redesigns, the newest last. Inside the caller's transaction and scope."""
    actor = _seat(organization, "leader")
    five = redesign_create(
        actor=actor, journey=journey, name=FIVE, description="An expert per stage and a leader per market."
    )
    template_adopt(actor=actor, redesign=five)
    _put(actor, five, "Kept what a role cannot do without", _marks(five))
    _put(actor, five, "Chose the pod leaders", _leaders)
    _put(actor, five, "Set pay and measures", _pay)
    _put(actor, five, "Added a segment and who covers it", _segment)
    _put(
        actor,
        five,
        "Added two waves",
        lambda state: {("wave", uid_new()): record("wave", name=n, starts_on=on) for n, on, _ in WAVES},
    )
    _name(actor, five)
    _place(actor, five, NEAR)
    _put(actor, five, "Noted who leaves", _leaving)
    _put(actor, five, "Set the waves", _in_waves)
    ten = redesign_create(
        actor=actor, journey=journey, name=TEN, description="The fewest roles that need no more than ten skills each."
    )
    _adopt(actor, ten)
    seats_by_need(actor=actor, redesign=ten)
    _put(actor, ten, "Kept what a role cannot do without", _marks(ten))
    _put(actor, ten, "Chose the pod leaders", _leaders)
    _name(actor, ten)
    _place(actor, ten, NEAR)
    _put(actor, ten, "Noted who leaves", _leaving)
    iberia = redesign_branch(actor=actor, redesign=five, name=IBERIA)
    _put(actor, iberia, "Added seats in Iberia", _iberia)
    _name(actor, iberia)
    _place(actor, iberia, ANYBODY)
    made = [Redesign.objects.get(pk=one.pk) for one in (five, ten, iberia)]
    for one in made:
        effects_store(one, effects_compute(one, _in_silence))
    redesign_propose(actor=actor, redesign=made[0], version=made[0].version)
    Job.objects.filter(kind=EFFECTS).delete()  # worked out already: the first page shows figures
    return made


def _seat(organization: Organization, mailbox: str) -> Actor:
    email = next(seat.email for seat in SEATS if seat.mailbox == mailbox)
    return actor_of_member(User.objects.get(email=email), organization)


def _name(actor: Actor, redesign: Redesign) -> None:
    """Owner and facilitator edit with the leader, the admin reads along. Pod leader and member are not named."""
    for mailbox, may in (("owner", "edit"), ("facilitator", "edit"), ("admin", "read")):
        user = _seat(actor.organization, mailbox).user
        assert user is not None
        collaborator_name(actor=actor, redesign=redesign, user=user, may=may)


def _put(actor: Actor, redesign: Redesign, label: str, decide: Decide) -> None:
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide)


def _place(actor: Actor, redesign: Redesign, options: Options) -> None:
    fresh = Redesign.objects.select_related("baseline", "journey__organization").get(pk=redesign.pk)
    placing_apply(actor=actor, redesign=fresh, found=placing_compute(fresh, options, _in_silence))


def _pay(state: State) -> Puts:
    puts: dict[Key, Fields | None] = {}
    for (kind, uid), fields in state.items():
        if kind == "role" and fields["name"] in PAY:
            fixed, needed_fixed, measures = PAY[fields["name"]]
            puts[kind, uid] = {**fields, "fixed_share": fixed, "needed_fixed_share": needed_fixed}
            for name, weight, needed, influences, pod in measures:
                puts["measure", uid_new()] = record(
                    "measure", role=uid, name=name, weight=weight, needed=needed, influences=influences, pod_metric=pod
                )
    return puts


def _segment(state: State) -> Puts:
    """Who answers for the segment in every stage. In Order two roles say they do; problems have no route yet."""
    uid = uid_new()
    markets = Market.objects.filter(kind=Market.Kind.MARKET).values_list("pk", flat=True)
    segment = record(
        "segment",
        name=SEGMENT,
        local_presence=True,
        markets=sorted(markets),
        hunter=_role(state, "Buy expert"),
        farmer=_role(state, "Adopt expert"),
        handover="The Adopt expert sits in on the last meeting before the signature.",
    )
    roles = [(key, fields) for (kind, key), fields in state.items() if kind == "role"]
    covers = [
        record("cover", segment=uid, stage=stage, role=role, part=part)
        for own, fields in roles
        if (stage := fields["stage"])
        for role, part in ((own, "accountable"), (_role(state, "Pod leader"), "doing"))
    ]
    order = state["role", _role(state, "Order, ship and install expert")]["stage"]
    covers.append(record("cover", segment=uid, stage=order, role=_role(state, "Buy expert"), part="accountable"))
    return {("segment", uid): segment} | {key_of("cover", fields): fields for fields in covers}


def _role(state: State, name: str) -> str:
    return next(uid for (kind, uid), fields in state.items() if kind == "role" and fields["name"] == name)


def _leaving(state: State) -> Puts:
    """The first few of those without a seat, and without reports, have said that they go."""
    lead = set(Person.objects.filter(manager__isnull=False).values_list("manager", flat=True))
    rows = (int(key) for (kind, key), one in state.items() if kind == "placement" and one["state"] == "bench")
    bench = sorted(set(rows) - lead)
    return {("placement", str(number)): record("placement", state="leaving") for number in bench[:LEAVING]}


def _in_waves(state: State) -> Puts:
    waves = {fields["name"]: uid for (kind, uid), fields in state.items() if kind == "wave"}
    first = set(Market.objects.filter(name__in=WAVES[0][2]).values_list("pk", flat=True))
    return {
        (kind, key): {**fields, "wave": waves[WAVES[0][0] if fields["market"] in first else WAVES[1][0]]}
        for (kind, key), fields in state.items()
        if kind == "placement" and fields["role"]
    }


def _adopt(actor: Actor, redesign: Redesign) -> None:
    """What the proposal found, all of it."""
    finding = proposal_compute(redesign=redesign, options=PROPOSED, progress=_in_silence)
    proposal_adopt(actor=actor, redesign=redesign, proposal=proposal_store(actor=actor, finding=finding))


def _marks(redesign: Redesign) -> Decide:
    """The skills that take most of a role's time stay mandatory, the others help."""
    profiles = design_load(Redesign.objects.select_related("journey__organization").get(pk=redesign.pk)).profiles

    def decide(state: State) -> Puts:
        made = [
            record("mark", role=role, skill=skill, mandatory=False)
            for role, asked in profiles.items()
            for skill in sorted(asked, key=lambda one: -asked[one].weight)[MANDATORY:]
        ]
        return {key_of("mark", fields): fields for fields in made}

    return decide


def _leaders(state: State) -> Puts:
    """A pod leader per market, where the template has not brought one; whoever manages sales there today takes it."""
    role = next((uid for (kind, uid), one in state.items() if kind == "role" and one["leads"]), None)
    puts: dict[Key, Fields | None] = {}
    if role is None:
        role = uid_new()
        puts["role", role] = record("role", name="Pod leader", leads=True, position=99)
    for market in Market.objects.filter(kind=Market.Kind.MARKET):
        seat = record("headcount", role=role, market=market.pk, seats=1)
        puts[key_of("headcount", seat)] = seat
        who = Person.objects.filter(market=market, title=LEADER).order_by("pk").first()
        if who is not None:
            puts["placement", str(who.pk)] = record(
                "placement", state="selected", role=role, market=market.pk, locked=True
            )
    return puts


def _iberia(state: State) -> Puts:
    """Two seats more for every expert in Iberia."""
    iberia = Market.objects.get(name="Iberia")
    puts: dict[Key, Fields | None] = {}
    for (kind, key), fields in state.items():
        if kind == "headcount" and fields["market"] == iberia.pk and not state["role", fields["role"]]["leads"]:
            puts[kind, key] = {**fields, "seats": fields["seats"] + 2}
    return puts


def _in_silence(done: int, total: int, message: str) -> None:
    """A load shows no progress."""
