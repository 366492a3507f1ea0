"""Rows, an approved mapping and what the graph knows become a plan. Pure: the same input gives the same plan and hash."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph_schema.changes import ChangeSet, EntityWrite
from graph_schema.manifests import ApprovedManifest
from graph_schema.natural_keys import client_uid
from graph_schema.proposals import Proposal
from ingest.linking import Assertion, Place, Said, Stamp, new_profile, said_by
from ingest.reading import ReadRow, UnreadableCell, read_row
from ingest.resolve import AmbiguousJoin, Holder, Known, KnownProfile, Matched, New, Nobody, identifier_uids, resolve
from ingest.suggest import ask_which, suggestions

_EVIDENCE_ONLY = frozenset({"EVIDENCED_BY"})
HIDDEN: Final = "suppressed: the row is about somebody who was forgotten"


class Outcome(StrEnum):
    """What a planned row will do."""

    CREATE = "create"
    UPDATE = "update"
    NOOP = "noop"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row as it lies in the graph: number, uid and cells."""

    number: int
    uid: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row with what it will write. `digest` covers whose record it is and all it asserts: approval is bound to it."""

    number: int
    uid: str
    outcome: Outcome
    profile: str | None
    client: str | None
    entities: tuple[EntityWrite, ...]
    assertions: tuple[Assertion, ...]
    proposals: tuple[Proposal, ...]
    unreadable: tuple[UnreadableCell, ...]
    why: str = ""
    conflicts: int = 0

    @property
    def digest(self) -> str:
        """32 hex digits."""
        said = [self.outcome.value] if self.profile is None else [self.profile]
        said += sorted(entity.uid for entity in self.entities) + sorted(assertion.uid for assertion in self.assertions)
        return hashlib.blake2b("\x1f".join(said).encode(), digest_size=16).hexdigest()

    def changes(self, stamp: Stamp) -> ChangeSet:
        """The writes of this row, stamped."""
        links = tuple(assertion.stamped(self.number, stamp) for assertion in self.assertions)
        return ChangeSet(self.entities, links, touched_clients=frozenset({self.client} if self.client else ()))


@dataclass(slots=True)
class Planned:
    """What earlier rows of the same run will have put into the graph by the time a later row commits. Grows as rows pass."""

    profiles: dict[str, KnownProfile] = field(default_factory=dict)
    holders: dict[str, tuple[Holder, ...]] = field(default_factory=dict)

    def seen_with(self, known: Known, row: ReadRow) -> Known:
        """The graph's knowledge and ours, for the identifiers and profiles that this row speaks of."""
        holders = {uid: known.holders.get(uid, ()) + self.holders.get(uid, ()) for uid in identifier_uids(row)}
        return Known(_Both(self.profiles, known.profiles), holders)

    def add(self, row: ReadRow, planned: PlannedRow, source_system: str, known: Known) -> None:
        """Remember what this row will have written."""
        if planned.profile is None or planned.client is None:
            return
        before = self.profiles.get(planned.profile) or known.profiles.get(planned.profile)
        links = frozenset(assertion.uid for assertion in planned.assertions)
        facts = frozenset(_facts(planned.entities))
        if before:
            links, facts = links | before.links, facts | before.facts
        self.profiles[planned.profile] = KnownProfile(planned.client, links, facts)
        name, family = (row.name.value, row.name.family) if row.name else ("", "")
        holder = Holder(planned.profile, source_system, planned.client, name, family)
        for uid in identifier_uids(row):
            others = self.holders.get(uid, ())
            if holder not in others:
                self.holders[uid] = (*others, holder)


class _Both(dict[str, KnownProfile]):
    """Two mappings seen as one, the first before the second, without copying either."""

    def __init__(self, first: dict[str, KnownProfile], second: object) -> None:
        super().__init__()
        self._first, self._second = first, second

    def __contains__(self, key: object) -> bool:
        return key in self._first or key in self._second  # type: ignore[operator]  # a Mapping

    def __missing__(self, key: str) -> KnownProfile:
        return self._first[key] if key in self._first else self._second[key]  # type: ignore[index]  # a Mapping


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What all rows of a batch share."""

    source_system: str
    received_at: datetime


def read_rows(rows: Iterable[StagedRow], mapping: ApprovedManifest) -> tuple[ReadRow, ...]:
    """The typed values of each row."""
    return tuple(read_row(row.number, row.uid, row.cells, mapping) for row in rows)


def plan_rows(rows: Iterable[ReadRow], context: PlanContext, known: Known, planned: Planned) -> tuple[PlannedRow, ...]:
    """Plan rows in their order; `planned` carries what earlier rows of this run will have written."""
    result = []
    for row in rows:
        if row.row_uid in known.hidden:
            result.append(_without_writes(ReadRow(row.number, row.row_uid, (), ()), Outcome.REJECTED, (), HIDDEN))
            continue
        entry = _plan_row(row, context, planned.seen_with(known, row))
        planned.add(row, entry, context.source_system, known)
        result.append(entry)
    return tuple(result)


def plan_hash(digests: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over number and digest of every planned row, in order."""
    digest = hashlib.sha256()
    for number, row_digest in digests:
        digest.update(f"{number} {row_digest}\n".encode())
    return digest.hexdigest()


def _plan_row(row: ReadRow, context: PlanContext, known: Known) -> PlannedRow:
    resolution = resolve(row, context.source_system, known)
    if isinstance(resolution, Nobody):
        return _without_writes(row, Outcome.REJECTED, (), "names_nobody: no key, no name and no contact point")
    place = Place(resolution.profile, resolution.source_key, context.source_system, context.received_at)
    said = said_by(row, place)
    if isinstance(resolution, Matched):
        return _for_known(row, resolution, said, known)
    begun = new_profile(row, place)
    return PlannedRow(
        number=row.number,
        uid=row.row_uid,
        outcome=Outcome.CREATE,
        profile=resolution.profile,
        client=client_uid(resolution.profile),
        entities=begun.entities + said.entities,
        assertions=begun.assertions + said.assertions,
        proposals=_asked_about(row, resolution, known),
        unreadable=row.unreadable,
    )


def _for_known(row: ReadRow, resolution: Matched, said: Said, known: Known) -> PlannedRow:
    profile = known.profiles[resolution.profile]
    own = [a for a in said.assertions if a.source == resolution.profile and a.type not in _EVIDENCE_ONLY]
    is_noop = all(assertion.uid in profile.links for assertion in own)
    return PlannedRow(
        number=row.number,
        uid=row.row_uid,
        outcome=Outcome.NOOP if is_noop else Outcome.UPDATE,
        profile=resolution.profile,
        client=profile.client,
        entities=said.entities,
        assertions=said.assertions,
        proposals=(),
        unreadable=row.unreadable,
        conflicts=sum(1 for name, value in _facts(said.entities) if _contradicts(profile, name, value)),
    )


def _facts(entities: Iterable[EntityWrite]) -> list[tuple[str, str]]:
    return [(str(e.properties["field"]), str(e.properties["value"])) for e in entities if e.label == "Fact"]


def _contradicts(profile: KnownProfile, name: str, value: str) -> bool:
    return (name, value) not in profile.facts and any(field == name for field, _ in profile.facts)


def _asked_about(row: ReadRow, resolution: New | AmbiguousJoin, known: Known) -> tuple[Proposal, ...]:
    if isinstance(resolution, AmbiguousJoin):
        return (ask_which(row, resolution),)
    return tuple(suggestions(row, resolution.profile, known))


def _without_writes(row: ReadRow, outcome: Outcome, proposals: tuple[Proposal, ...], why: str) -> PlannedRow:
    return PlannedRow(
        number=row.number,
        uid=row.row_uid,
        outcome=outcome,
        profile=None,
        client=None,
        entities=(),
        assertions=(),
        proposals=proposals,
        unreadable=row.unreadable,
        why=why,
    )
