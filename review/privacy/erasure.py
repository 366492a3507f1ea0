"""What forgetting one person takes: pure. Everything about the subject goes, and nothing that anybody else still holds."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from graph_schema.errors import Conflict, InputRefused
from graph_schema.privacy import SuppressionKind
from review.privacy.suppression import SuppressionMark

# Never a part of anybody: what others are, where things come from, what was decided about them.
KEPT_LABELS: Final = (
    "Client",
    "Profile",
    "RawRow",
    "RawBatch",
    "Staff",
    "SourceSystem",
    "ModelRun",
    "MappingManifest",
    "Proposal",
    "Decision",
    "AuditEvent",
    "AuditSeal",
    "Receipt",
    "Suppression",
    "Redaction",
)
ONLOOKERS: Final = ("Proposal", "Decision", "AuditEvent")
# Things of the business that a cell may have called into being. Bare ones (a name and nothing else) go with the only person
# who ever named them: a free text in such a column can say anything.
STUB_LABELS: Final = frozenset({"Account", "Property", "Project", "Campaign"})
_BARE: Final = frozenset({"uid", "name", "kind", "search_text"})
PARTS: Final = ("nodes", "edges", "rows", "texts", "suppressions")
_PART_DIGITS: Final = 24


@dataclass(frozen=True, slots=True)
class Reached:
    """A node that the subject's nodes point at; `holders` are all nodes that do, `lookers` the proposals about it."""

    uid: str
    label: str
    holders: frozenset[str]
    lookers: frozenset[str]
    leads_on: bool = False
    keys: frozenset[str] = frozenset()

    def goes_with(self, going: frozenset[str] | set[str]) -> bool:
        """Whether it goes when all of these go: nobody else holds it, and it is no thing of the business in its own right."""
        if not self.holders <= going:
            return False
        if self.label not in STUB_LABELS:
            return True
        return not self.leads_on and self.keys <= _BARE and self.lookers <= going


def going_now(reached: Iterable[Reached], going: frozenset[str] | set[str]) -> tuple[Reached, ...]:
    """Those of the reached that nobody else holds, once `going` goes."""
    return tuple(sorted((node for node in reached if node.goes_with(going)), key=lambda node: node.uid))


@dataclass(frozen=True, slots=True)
class RowSpan:
    """A row that loses its cells: where its bytes lie, and how many cells of it say something."""

    uid: str
    batch: str
    number: int
    start: int
    end: int
    status: str
    cells: int


@dataclass(frozen=True, slots=True)
class TextChange:
    """A node that stays and loses words: its new properties (None removes one)."""

    uid: str
    label: str
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePlan:
    """Everything that an erasure does. `nodes` are (uid, label) and go; `texts` are nodes that stay with less in them."""

    client: str
    nodes: tuple[tuple[str, str], ...]
    edges: tuple[str, ...]
    rows: tuple[RowSpan, ...]
    texts: tuple[TextChange, ...]
    suppressions: tuple[SuppressionMark, ...]
    key_id: str
    embeddings: int = 0

    @property
    def hash(self) -> str:
        """Covers exactly the list, in parts that can still be told apart."""
        return "-".join(
            _digest(part)
            for part in (
                self.nodes,
                self.edges,
                [(row.uid, row.batch, row.start, row.end) for row in self.rows],
                [(text.uid, sorted(text.properties)) for text in self.texts],
                [(mark.kind, mark.digest) for mark in self.suppressions],
            )
        )

    @property
    def counts(self) -> "ErasureCounts":
        """What is shown of it: numbers only."""
        labels = Counter(label for _, label in self.nodes)
        return ErasureCounts(
            nodes=len(self.nodes),
            edges=len(self.edges),
            rows=len(self.rows),
            raw_cells=sum(row.cells for row in self.rows),
            transcripts=labels["Transcript"],
            embeddings=self.embeddings,
            texts=len(self.texts),
            suppressions=len(self.suppressions),
            by_label=dict(sorted(labels.items())),
        )

    def approval(self) -> "ApprovedErasure":
        """What a proposal carries, so that a decision is about exactly this plan. No value of the person is in it."""
        marks = tuple((mark.kind, mark.digest) for mark in self.suppressions)
        return ApprovedErasure(
            client=self.client, plan_hash=self.hash, counts=self.counts, suppressions=marks, key_id=self.key_id
        )


class ErasureCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How much an erasure takes."""

    nodes: int
    edges: int
    rows: int
    raw_cells: int
    transcripts: int
    embeddings: int
    texts: int
    suppressions: int
    by_label: dict[str, int]


class ApprovedErasure(msgspec.Struct, frozen=True, kw_only=True):
    """The payload of an erasure proposal."""

    client: str
    plan_hash: str
    counts: ErasureCounts
    suppressions: tuple[tuple[SuppressionKind, str], ...]
    key_id: str

    @property
    def marks(self) -> tuple[SuppressionMark, ...]:
        """The suppressions, as they will be written."""
        return tuple(SuppressionMark(kind, digest) for kind, digest in self.suppressions)

    def as_json(self) -> str:
        """As it lies in the proposal."""
        return msgspec.json.encode(self).decode()


def approved_erasure(payload_json: str) -> ApprovedErasure:
    """The plan that a proposal's payload names.

    Raises:
        InputRefused: the payload is none of an erasure.
    """
    try:
        return msgspec.json.decode(payload_json, type=ApprovedErasure)
    except msgspec.DecodeError as error:
        raise InputRefused(
            f"this proposal carries no erasure plan: {error}", hint="propose it with `velocity privacy plan-erasure CLIENT`"
        ) from error


def require_same(approved: ApprovedErasure, now: ErasurePlan) -> None:
    """The plan that was accepted is the plan that would be carried out.

    Raises:
        Conflict: it is not; the message names what moved.
    """
    if approved.plan_hash == now.hash:
        return
    before, after = approved.plan_hash.split("-"), now.hash.split("-")
    moved = [name for name, old, new in zip(PARTS, before, after, strict=False) if old != new]
    raise Conflict(
        f"the graph moved on since the erasure of {now.client} was planned: {', '.join(moved)} differ"
        + _differences(approved.counts, now.counts),
        hint="plan the erasure again, and have it accepted again by two people",
    )


def _differences(old: ErasureCounts, new: ErasureCounts) -> str:
    labels = sorted(old.by_label.keys() | new.by_label.keys())
    pairs = [(label, old.by_label.get(label, 0), new.by_label.get(label, 0)) for label in labels]
    pairs += [("edges", old.edges, new.edges), ("rows", old.rows, new.rows), ("texts", old.texts, new.texts)]
    found = [f"{name} {before} -> {after}" for name, before, after in pairs if before != after]
    return f" ({', '.join(found)})" if found else ""


def spans_by_batch(rows: Sequence[RowSpan]) -> dict[str, tuple[str, ...]]:
    """For each file the spans (`start-end`, half-open) that its bytes lose."""
    found: dict[str, set[tuple[int, int]]] = {}
    for row in rows:
        if row.end > row.start:
            found.setdefault(row.batch, set()).add((row.start, row.end))
    return {batch: tuple(f"{start}-{end}" for start, end in sorted(spans)) for batch, spans in sorted(found.items())}


def _digest(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:_PART_DIGITS]
