"""Reading what stands about some clients, and writing the memberships that follow: the shell around `membership`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cypher.queries.reviewing import LOCK_ENTITIES, Uids
from cypher.queries.standing import (
    HANGING_EDGES,
    RECORD_VALUES,
    STANDING,
    BaseRow,
    ClientIds,
    MemberRow,
    PairRow,
    ProfileIds,
)
from cypher.store import Reader, Work
from graph_schema.changes import ChangeSet, EntityWrite, LinkRetirement, LinkWrite, PutMode
from graph_schema.errors import InvariantBroken
from graph_schema.lifecycle import ClientState
from graph_schema.proposals import Decision
from graph_schema.provenance import Provenance
from review.identity.membership import Home, Member, Move, Pair, Standing
from review.identity.survivorship import Stated
from review.preview import Deal, HeldConsent, Records


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands, with the edges that say so (a change of membership retires them) and how each record came."""

    standing: Standing
    edges: Mapping[str, str]
    bases: Mapping[str, BaseRow]


def lock(work: Work, uids: Iterable[str]) -> None:
    """Hold entities until the transaction ends, in an order that all transactions share."""
    work.many(LOCK_ENTITIES, Uids(sorted(set(uids))))


def read_ground(reader: Reader, clients: Sequence[str]) -> Ground:
    """What stands about these clients. Inside a transaction that holds them, nobody can change it before we do."""
    row = reader.one(STANDING, ClientIds(sorted(clients)))
    bases = {member.profile: _base(member) for member in row.members}
    standing = Standing(
        members=tuple(Member(m.profile, bases[m.profile].home, m.client) for m in row.members),
        homes=tuple(Home(home.client, home.profiles, home.since) for home in row.homes),
        same=tuple(_pair(pair) for pair in row.pairs if pair.type == "SAME_AS"),
        barred=tuple(_pair(pair) for pair in row.pairs if pair.type == "NOT_SAME"),
    )
    return Ground(standing, {member.profile: member.edge for member in row.members}, bases)


def read_records(reader: Reader, profiles: Sequence[str], moving: Sequence[str]) -> Records:
    """What the records say; what hangs on those that move."""
    row = reader.one(RECORD_VALUES, ProfileIds(sorted(profiles)))
    hanging = reader.many(HANGING_EDGES, ProfileIds(sorted(moving))) if moving else []
    return Records(
        values=tuple(
            Stated(
                profile=value.profile,
                field=value.field,
                value=value.value,
                trust=value.trust,
                since=value.since,
                is_ours=value.is_ours,
                edge=value.edge,
            )
            for value in row.values
        ),
        consents=tuple(
            HeldConsent(profile=c.profile, channel=c.channel, purpose=c.purpose, state=c.state) for c in row.consents
        ),
        deals=tuple(Deal(profile=deal.profile, opportunity=deal.opportunity, stage=deal.stage) for deal in row.deals),
        hanging=tuple((edge.type, edge.count) for edge in hanging),
    )


def resettle(
    ground: Ground, after: Standing, moves: Sequence[Move], assigned: Mapping[str, str], decision: Decision
) -> ChangeSet:
    """Memberships as they follow from what stands: the old ones retired, the new ones put, clients live or retired by them."""
    receiving, giving = {move.after for move in moves}, {move.before for move in moves}
    states = dict.fromkeys(receiving, ClientState.LIVE) | dict.fromkeys(giving - set(assigned.values()), ClientState.RETIRED)
    at, why = decision.decided_at, decision.uid
    return ChangeSet(
        entities=tuple(
            EntityWrite("Client", uid, {"state": state.value}, PutMode.UPDATE) for uid, state in sorted(states.items())
        ),
        links=tuple(_membership(move, ground.bases[move.profile], after, decision) for move in moves),
        retirements=tuple(
            LinkRetirement(ground.edges[move.profile], "RESOLVES_TO", move.profile, move.before, at, why) for move in moves
        ),
        touched_clients=frozenset(receiving | giving),
    )


def _membership(move: Move, base: BaseRow, after: Standing, decision: Decision) -> LinkWrite:
    provenance = Provenance.decided(
        system="velocity",
        method="membership/1",
        actor=decision.decided_by.id,
        decision=decision.uid,
        recorded_at=decision.decided_at,
        confidence=_confidence(move, after),
        valid_from=base.valid_from,
        valid_to=base.valid_to,
    )
    return LinkWrite("RESOLVES_TO", move.profile, move.after, provenance, evidence=(decision.uid,))


def _confidence(move: Move, standing: Standing) -> float:
    """As sure as the surest link that the record has."""
    links = [pair.confidence for pair in standing.same if move.profile in pair.ends]
    return max(links, default=1.0)


def _base(member: MemberRow) -> BaseRow:
    if not member.bases:
        raise InvariantBroken(f"{member.profile} belongs to {member.client} and never came from anywhere")
    return member.bases[0]


def _pair(row: PairRow) -> Pair:
    moment: datetime = row.decided_at
    return Pair(row.left, row.right, row.decision or row.edge, moment, row.edge, row.confidence)
