"""Planning and carrying out an erasure: the shell around `erasure`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from cypher.canonical import put_changes
from cypher.queries.erasing import BLANK_ENTITIES, DELETE_NODES, EMPTY_ROWS, SUBJECT_EDGES, BlankedEntities, EmptiedRows
from cypher.queries.reviewing import Uids
from cypher.store import Reader, Work
from graph_schema.actors import Actor
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite, PutMode
from graph_schema.errors import InputRefused
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import RowStatus
from graph_schema.privacy import ERASED, RedactionState, SuppressionState
from graph_schema.proposals import Decision, Proposal, ProposalKind, RiskTier, Subject, Verdict
from graph_schema.provenance import Provenance
from graph_schema.values import Properties
from review.audit.events import AuditEntry, append
from review.identity.ground import lock
from review.privacy.erasure import (
    ApprovedErasure,
    ErasureCounts,
    ErasurePlan,
    RowSpan,
    require_same,
    spans_by_batch,
)
from review.privacy.subject import Subject as Person
from review.privacy.subject import chunks, many_of, read_subject
from review.privacy.subject_texts import changed_texts, spoken_spans
from review.privacy.suppression import Pointers, SuppressionKey, SuppressionMark, marks_of

_IDENTIFIERS: Final = frozenset({"Email", "Phone", "NationalId", "Handle"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did in the graph; the bytes of files follow (`redactions` says how many wait)."""

    client: str
    counts: ErasureCounts
    redactions: int


def plan_erasure(reader: Reader, client_id: str, key: SuppressionKey) -> ErasurePlan:
    """Everything about a person and nobody else's, with a hash over exactly this list. Writes nothing.

    Raises:
        NotFound: there is no such client.
    """
    person = read_subject(reader, client_id)
    return _plan(reader, person, marks_of(_pointers(person), key), key.id)


def erasure_proposal(plan: ErasurePlan, proposed_by: Actor, *, reason: str) -> Proposal:
    """The proposal that two people have to accept. `reason` is a code with a text, and names nobody."""
    counts = plan.counts
    return Proposal(
        kind=ProposalKind.ERASURE,
        title=f"Erase {plan.client}: {counts.nodes} nodes, {counts.edges} edges, {counts.raw_cells} cells of files",
        subjects=(Subject(plan.client, "client"),),
        confidence=1.0,
        risk_tier=RiskTier.HIGH,
        reasons=(reason,),
        evidence=(plan.client,),
        proposed_by=proposed_by,
        payload_json=plan.approval().as_json(),
    )


def execute_erasure(work: Work, approved: ApprovedErasure, decision: Decision) -> Erased:
    """Carry out exactly the accepted plan, in the caller's transaction: gone, suppressed, intents for files kept.

    The bytes of files are overwritten after the commit by `finish_redactions`, which can be called again at any time.

    Raises:
        Conflict: the graph moved on since the plan was made; the message names what.
        InputRefused: the decision accepts no erasure.
    """
    if decision.kind is not ProposalKind.ERASURE or decision.verdict is not Verdict.ACCEPT:
        raise InputRefused(f"{decision.uid} accepts no erasure", hint="accept the proposal of an erasure")
    person = _held(work, approved.client)
    plan = _plan(work, person, approved.marks, approved.key_id)
    require_same(approved, plan)
    intents = _intents(plan, person, decision)
    put_changes(work, intents)
    _empty(work, plan.rows, decision.uid)
    for texts in chunks(plan.texts):
        work.one(BLANK_ENTITIES, BlankedEntities([{"uid": text.uid, "properties": text.properties} for text in texts]))
    for uids in chunks([uid for uid, _ in plan.nodes]):
        work.one(DELETE_NODES, Uids(uids))
    append(work, _event(plan, decision))
    redactions = sum(1 for entity in intents.entities if entity.label == "Redaction")
    return Erased(client=plan.client, counts=plan.counts, redactions=redactions)


def _held(work: Work, client_id: str) -> Person:
    """The person, with all their records under a lock: whatever comes while we wait is seen afterwards."""
    while True:
        person = read_subject(work, client_id)
        lock(work, (person.client, *person.profiles))
        if (again := read_subject(work, client_id)).profiles == person.profiles:
            return again


def _plan(reader: Reader, person: Person, marks: tuple[SuppressionMark, ...], key_id: str) -> ErasurePlan:
    spoken = spoken_spans(reader, person)
    tombstones = {client.uid for client in person.records.clients if client.others}
    nodes = {node.uid: node.label for node in person.nodes if node.uid not in tombstones}
    nodes |= {proposal.uid: "Proposal" for proposal in person.proposals if not proposal.is_decided}
    nodes |= dict.fromkeys(spoken, "Utterance")
    texts = changed_texts(reader, person, frozenset(nodes))
    edges = {edge.uid for edge in many_of(reader, SUBJECT_EDGES, sorted(nodes), Uids)}
    return ErasurePlan(
        client=person.client,
        nodes=tuple(sorted(nodes.items())),
        edges=tuple(sorted(edges)),
        rows=tuple(
            RowSpan(row.uid, row.batch, row.number, row.byte_start, row.byte_end, row.status, sum(map(bool, row.cells)))
            for row in person.rows
        ),
        texts=texts,
        suppressions=marks,
        key_id=key_id,
        embeddings=sum(1 for node in person.nodes if "embedding" in node.properties),
    )


def _pointers(person: Person) -> Pointers:
    own = [n.uid for n in person.nodes if n.label in _IDENTIFIERS and _points(n.properties)]
    shared = [n.uid for n in person.shared_nodes if n.label in _IDENTIFIERS and _points(n.properties)]
    return Pointers(
        records=[(profile.source_system, profile.source_key) for profile in person.records.profiles],
        own=sorted(own),
        shared=sorted(shared),
        names=sorted(person.names),
    )


def _points(properties: Mapping[str, object]) -> bool:
    """Role addresses and placeholders point at nobody: to suppress them would keep strangers out."""
    return not (properties.get("is_role") or properties.get("is_placeholder"))


def _intents(plan: ErasurePlan, person: Person, decision: Decision) -> ChangeSet:
    """Suppressions, and what is to be done to files: written down before it is done, so that a crash cannot lose it."""
    provenance = Provenance.decided(
        system="velocity",
        method="erasure/1",
        actor=decision.decided_by.id,
        decision=decision.uid,
        recorded_at=decision.decided_at,
    )
    hidden = [_suppression(mark, plan.key_id, decision.decided_at) for mark in plan.suppressions]
    ordered = tuple(LinkWrite("ORDERED_BY", entity.uid, decision.subject, provenance) for entity in hidden)
    redacted = redactions(spans_by_batch(plan.rows), person, decision.uid, decision.decided_at)
    links = tuple(LinkWrite("REDACTS", entity.uid, batch, provenance) for entity, batch in redacted)
    return ChangeSet((*hidden, *(entity for entity, _ in redacted)), (*ordered, *links))


def _suppression(mark: SuppressionMark, key_id: str, now: datetime) -> EntityWrite:
    return EntityWrite(
        "Suppression",
        mark.uid,
        {"kind": mark.kind.value, "state": SuppressionState.LIVE.value, "key_id": key_id, "ordered_at": now},
        # One that was released before holds again.
        PutMode.UPDATE,
    )


def redactions(
    spans: Mapping[str, tuple[str, ...]], person: Person, cause: str, now: datetime
) -> list[tuple[EntityWrite, str]]:
    """What is to be overwritten in which file, one node a batch."""
    found = []
    for batch, texts in spans.items():
        mark = person.files[batch]
        properties: Properties = {
            "state": RedactionState.PENDING.value,
            "sha256": mark.sha256,
            "encoding": mark.encoding,
            "spans": list(texts),
            "cause": cause,
            "ordered_at": now,
        }
        found.append((EntityWrite("Redaction", stable_id(Prefix.REDACTION, cause, batch), properties), batch))
    return found


def _empty(work: Work, rows: Iterable[RowSpan], cause: str) -> None:
    for part in chunks(list(rows)):
        work.one(EMPTY_ROWS, EmptiedRows([_emptied(row, cause) for row in part]))


def _emptied(row: RowSpan, cause: str) -> dict[str, object]:
    # A row that still waits would be planned as a stranger without a name.
    status = RowStatus.REJECTED.value if row.status == RowStatus.STAGED.value else row.status
    return {"uid": row.uid, "status": status, "issue_code": ERASED, "issue_message": f"erased by {cause}"}


def _event(plan: ErasurePlan, decision: Decision) -> AuditEntry:
    return AuditEntry(
        actor=decision.decided_by,
        action="privacy.erase",
        subjects=(plan.client, decision.subject),
        about=decision.subject,
        at=decision.decided_at,
        details_json=msgspec.json.encode(plan.counts).decode(),
    )
