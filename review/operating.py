"""Daily work: what operators change by hand, each change a decision of its own with its audit event, hung on a record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from cypher.canonical import put_changes
from cypher.queries.operating import CLIENT_NOW, EDITED, VERSIONED, ClientRef, Edits, EntityRef, VersionedRow
from cypher.store import Reader, Work
from graph_schema.actors import Actor, Permission, require
from graph_schema.changes import ChangeSet, EntityWrite, LinkRetirement, LinkWrite
from graph_schema.errors import NotFound, StaleProposal
from graph_schema.ids import Prefix, time_ordered_id
from graph_schema.natural_keys import client_uid
from graph_schema.proposals import Decision, ProposalKind, Verdict
from graph_schema.provenance import Provenance
from graph_schema.values import Properties
from review.identity.ground import lock, read_ground, read_records
from review.identity.membership import Standing
from review.identity.survivorship import Stated
from review.placing import Place, place
from review.recording import record_decision

_NOTHING: Final[Properties] = {}


@dataclass(frozen=True, slots=True)
class Held:
    """A client under a lock: its live id, what stands about it, and what its records state."""

    client: str
    standing: Standing
    stated: tuple[Stated, ...]

    def place(self, field: str = "") -> Place:
        """Where a change of this field, or of the client as a whole, is hung."""
        return place(self.standing, self.client, self.stated, field)

    @property
    def profiles(self) -> tuple[str, ...]:
        """All records of the client."""
        return self.standing.of_client(self.client)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Somebody who changes something, and when."""

    actor: Actor
    now: datetime
    decision: str

    @classmethod
    def of(cls, actor: Actor, now: datetime) -> "Hand":
        """With a new decision. Raises NotAllowed unless the actor may operate."""
        require(actor, Permission.OPERATE)
        return cls(actor=actor, now=now, decision=time_ordered_id(Prefix.DECISION))

    def provenance(self, method: str, *, valid_from: datetime | None = None) -> Provenance:
        """What the edges of this change say of themselves."""
        return Provenance.manual(
            actor=self.actor.id, method=method, decision=self.decision, recorded_at=self.now, valid_from=valid_from
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a hand puts: nodes, edges from a record, and earlier words of ours that these supersede."""

    verb: str
    at: Place
    entities: tuple[EntityWrite, ...] = ()
    links: tuple[tuple[str, str, Properties], ...] = ()
    other_links: tuple[LinkWrite, ...] = ()
    supersedes: tuple[Edits, ...] = ()
    valid_from: datetime | None = None


def hold_client(work: Work, client_id: str, expected_version: int | None = None) -> Held:
    """The client behind an id, under a lock.

    Raises:
        NotFound: there is no such client.
        StaleProposal: it is at another version than the caller saw.
    """
    live = live_client(work, client_id)
    while True:
        lock(work, (live,))
        if (again := live_client(work, client_id)) == live:
            break
        live = again
    if expected_version is not None:
        require_version(versioned(work, live), expected_version)
    standing = read_ground(work, (live,)).standing
    records = read_records(work, standing.of_client(live), ())
    return Held(live, standing, records.values)


def live_client(reader: Reader, client_id: str) -> str:
    """The client that an id means now. Raises NotFound."""
    rows = reader.many(CLIENT_NOW, ClientRef(client_id))
    if not rows or not (rows[0].came or rows[0].held):
        raise NotFound(f"there is no client {client_id}", hint="search for the client: its id may have been mistyped")
    row = rows[0]
    if row.held:
        return row.asked
    ordered = sorted((holder.profile, holder.client) for holder in row.came)
    return next((client for profile, client in ordered if client_uid(profile) == row.asked), ordered[0][1])


def versioned(reader: Reader, uid: str) -> VersionedRow:
    """An entity with its version. Raises NotFound."""
    rows = reader.many(VERSIONED, EntityRef(uid))
    if not rows:
        raise NotFound(f"there is no {uid}", hint="look at the client again: what you mean may be gone")
    return rows[0]


def require_version(row: VersionedRow, expected: int | None) -> None:
    """Raises StaleProposal when somebody changed it since it was shown."""
    if expected is not None and row.version != expected:
        raise StaleProposal(f"{row.uid} is at version {row.version}, and you saw version {expected}", hint="look at it again")


def apply(work: Work, held: Held, hand: Hand, kind: ProposalKind, changes: Iterable[Change]) -> None:
    """Write changes by hand, the decision that they are, and its audit event."""
    written = list(changes)
    links = tuple(link for change in written for link in _links(change, hand))
    retired = tuple(gone for change in written for gone in _superseded(work, change, hand))
    put_changes(
        work,
        ChangeSet(
            entities=tuple(entity for change in written for entity in change.entities),
            links=links,
            retirements=retired,
            touched_clients=frozenset({held.client}),
        ),
    )
    decision = Decision(
        uid=hand.decision,
        kind=kind,
        subject=held.client,
        verdict=Verdict.ACCEPT,
        decided_by=hand.actor,
        decided_at=hand.now,
        shown_hash="",
        note=", ".join(sorted({change.verb for change in written})),
    )
    profiles = sorted({change.at.profile for change in written} | {gone.source for gone in retired})
    record_decision(work, decision, subjects=(held.client,), profiles=profiles)


def _links(change: Change, hand: Hand) -> Iterable[LinkWrite]:
    provenance = hand.provenance(change.at.method(change.verb), valid_from=change.valid_from)
    for type_, target, properties in change.links:
        yield LinkWrite(type_, change.at.profile, target, provenance, properties or _NOTHING, (hand.decision,))
    for link in change.other_links:
        yield replace(link, provenance=provenance)


def _superseded(work: Work, change: Change, hand: Hand) -> Iterable[LinkRetirement]:
    for edits in change.supersedes:
        for row in work.many(EDITED, edits):
            yield LinkRetirement(row.uid, row.type, row.source, row.target, hand.now, hand.decision)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a change by hand left: the client, the thing that was made or changed, and where that is now."""

    client: str
    uid: str
    state: str = ""
    version: int = 1
