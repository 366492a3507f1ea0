"""What is suggested, and what somebody decided about it. Neither changes anything by itself."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Final

from graph_schema.actors import Actor
from graph_schema.errors import InputRefused
from graph_schema.ids import Prefix, stable_id


class ProposalKind(StrEnum):
    """What a proposal asks for."""

    IDENTITY_LINK = "IDENTITY_LINK"
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    PROPERTY_MATCH = "PROPERTY_MATCH"
    HOUSEHOLD = "HOUSEHOLD"
    FACT_WRITEBACK = "FACT_WRITEBACK"
    FIELD_CONFLICT = "FIELD_CONFLICT"
    AMBIGUOUS_JOIN = "AMBIGUOUS_JOIN"
    MAPPING = "MAPPING"
    IMPORT_PLAN = "IMPORT_PLAN"
    ERASURE = "ERASURE"
    TASK = "TASK"


# About one client there can be many of these at once; of all others, kind and subjects say everything.
_TOLD_APART_BY_WISH: Final = frozenset(
    {ProposalKind.FACT_WRITEBACK, ProposalKind.TASK, ProposalKind.SPLIT, ProposalKind.ERASURE}
)


class RiskTier(StrEnum):
    """By blast radius: what moves when it is accepted."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


class Verdict(StrEnum):
    """What a decision says. About two records: SAME, NOT_SAME, SAME_HOUSEHOLD; about all else: ACCEPT, REJECT or EDIT (accept
    with other values than proposed). UNSURE leaves the proposal waiting; UNDO takes a decision back."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    SAME = "SAME"
    NOT_SAME = "NOT_SAME"
    SAME_HOUSEHOLD = "SAME_HOUSEHOLD"
    UNSURE = "UNSURE"
    EDIT = "EDIT"
    UNDO = "UNDO"


class ReasonCode(StrEnum):
    """Why somebody decided so: a closed list, so that verdicts can be counted and learned from."""

    SAME_CONTACT = "SAME_CONTACT"
    SAME_DOCUMENT = "SAME_DOCUMENT"
    SAME_HISTORY = "SAME_HISTORY"
    CONFIRMED_BY_CLIENT = "CONFIRMED_BY_CLIENT"
    SHARED_CONTACT = "SHARED_CONTACT"
    DIFFERENT_PERSON = "DIFFERENT_PERSON"
    DIFFERENT_DOCUMENT = "DIFFERENT_DOCUMENT"
    NAMESAKE = "NAMESAKE"
    FAMILY = "FAMILY"
    SUITS = "SUITS"
    SUITS_NOT = "SUITS_NOT"
    WRONG_VALUE = "WRONG_VALUE"
    OUTDATED = "OUTDATED"
    NOT_ENOUGH_EVIDENCE = "NOT_ENOUGH_EVIDENCE"
    MISTAKE = "MISTAKE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a proposal concerns, and as what (`left`, `right`, `client`, `row`…)."""

    uid: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOpinion:
    """What a model says beside its reasons: the run (a uid), what each reason adds to its score, in the reasons' order, and how
    much it expects that looking at the proposal puts right (pairs of records, chosen listings): the order of the queue."""

    model_run: str
    contributions: tuple[float, ...]
    expected_correction: float

    def __post_init__(self) -> None:
        if not all(map(isfinite, (*self.contributions, self.expected_correction))) or self.expected_correction < 0:
            raise InputRefused("a model's opinion must be finite numbers", hint="look for values out of range in its features")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A suggestion with its reasons (`code: text`) and its evidence (uids). Same kind, subjects and wish, same proposal."""

    kind: ProposalKind
    title: str
    subjects: tuple[Subject, ...]
    confidence: float
    risk_tier: RiskTier
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    proposed_by: Actor
    payload_json: str = "{}"
    opinion: ModelOpinion | None = None

    def __post_init__(self) -> None:
        if self.opinion and len(self.opinion.contributions) != len(self.reasons):
            raise InputRefused("a model says of each reason what it adds", hint="give as many contributions as reasons")
        if not (self.subjects and self.reasons and self.evidence):
            raise InputRefused(
                f"a {self.kind.value} proposal needs subjects, reasons and evidence",
                hint="say what it concerns, why, and which records show it",
            )

    @property
    def uid(self) -> str:
        """The same suggestion twice is one proposal."""
        wish = (self.title, self.payload_json) if self.kind in _TOLD_APART_BY_WISH else ()
        return stable_id(Prefix.PROPOSAL, self.kind.value, *sorted(f"{s.role}={s.uid}" for s in self.subjects), *wish)

    @property
    def shown_hash(self) -> str:
        """SHA-256 of what a reviewer is shown; a decision is bound to it."""
        weighed = tuple(f"{amount:.6f}" for amount in self.opinion.contributions) if self.opinion else ()
        said = (self.uid, self.title, f"{self.confidence:.6f}", *self.reasons, *weighed, *self.evidence, self.payload_json)
        shown = "\x1f".join(said)
        return hashlib.sha256(shown.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict under a name. Only `review.decide` makes one."""

    uid: str
    kind: ProposalKind
    subject: str
    verdict: Verdict
    decided_by: Actor
    decided_at: datetime
    shown_hash: str
    note: str = ""
    reason: ReasonCode | None = None
    undoes: str | None = None
    edit_json: str = ""
