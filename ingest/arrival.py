"""One record that arrives by itself, with fields that say what they mean: whose it is. Pure."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph_schema.errors import InputRefused
from graph_schema.manifests import ColumnMapping, DateOrder, MappingTarget
from graph_schema.proposals import Proposal, ProposalKind
from ingest.mapping import transform_of
from ingest.plan import Outcome, PlanContext, Planned, PlannedRow, plan_rows
from ingest.reading import ReadRow, Reckoning, read_cells
from ingest.resolve import AmbiguousJoin, Known, own_profile
from ingest.suggest import ask_which

# A record is kept as a file of a header and one row, so that whatever reads files reads it too.
HEADER_NUMBER: Final = 1
ROW_NUMBER: Final = 2
_SAID: Final = "the field says so"
NOT_SAID: Final = Reckoning("", "")
_DATES: Final = frozenset({MappingTarget.BIRTH_DATE, MappingTarget.VISITED_ON})


@dataclass(frozen=True, slots=True)
class Arriving:
    """A record of another system: its fields, each with its meaning. Dates are written year first.

    Raises:
        InputRefused: it has no source, no fields, or a meaning twice.
    """

    source_system: str
    fields: tuple[tuple[MappingTarget, str], ...]
    reckoning: Reckoning = NOT_SAID

    def __post_init__(self) -> None:
        targets = [target for target, _ in self.fields]
        if not self.source_system.strip() or not targets:
            raise InputRefused("a record needs a source and fields", hint="name the system it comes from, and what it says")
        if len(set(targets)) != len(targets):
            raise InputRefused("a field comes twice", hint="several e-mails or phones stand in one field, parted by `;`")

    @property
    def columns(self) -> tuple[ColumnMapping, ...]:
        """Each field as a column whose meaning is certain."""
        return tuple(
            ColumnMapping(
                position=position,
                header=target.value,
                target=target,
                transform=transform_of(target),
                confidence=1.0,
                reason=_SAID,
                date_order=DateOrder.YEAR_MONTH_DAY if target in _DATES else None,
            )
            for position, (target, _) in enumerate(self.fields)
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """What the fields say, as sent."""
        return tuple(text for _, text in self.fields)

    def lines(self) -> tuple[bytes, bytes]:
        """The two lines of its file."""
        header, row = (_line([target.value for target, _ in self.fields]), _line(self.cells))
        return header, row

    def read(self, row_uid: str) -> ReadRow:
        """What it says, typed."""
        return read_cells(ROW_NUMBER, row_uid, self.cells, self.columns, self.reckoning)


class ArrivalOutcome(StrEnum):
    """Whose a record is: one that was known before, nobody's yet, probably that client's, several could be, nobody's at all."""

    KNOWN = "KNOWN"
    NEW = "NEW"
    BEST = "BEST"
    AMBIGUOUS = "AMBIGUOUS"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a record does, and whose it probably is. `client` is its own; the best one waits for a person's word."""

    outcome: ArrivalOutcome
    planned: PlannedRow
    best: str | None = None
    confidence: float = 0.0
    candidates: tuple[str, ...] = ()


def judge(row: ReadRow, source_system: str, received_at: datetime, known: Known, before: Planned) -> Judged:
    """Plan a record like a row of a file; where several known people fit, ask which. `before` came with it."""
    seen = before.seen_with(known, row)
    (planned,) = plan_rows([row], PlanContext(source_system, received_at), known, before)
    if planned.profile is None:
        return Judged(outcome=ArrivalOutcome.REFUSED, planned=planned)
    if planned.outcome in {Outcome.UPDATE, Outcome.NOOP}:
        return Judged(outcome=ArrivalOutcome.KNOWN, planned=planned, best=planned.client, confidence=1.0)
    planned = _asking_once(row, source_system, planned)
    asked = next((p for p in planned.proposals if p.kind is ProposalKind.AMBIGUOUS_JOIN), None)
    if asked:
        candidates = tuple(_client_of(subject.uid, seen) for subject in asked.subjects[1:])
        return Judged(outcome=ArrivalOutcome.AMBIGUOUS, planned=planned, confidence=asked.confidence, candidates=candidates)
    link = next((p for p in planned.proposals if p.kind is ProposalKind.IDENTITY_LINK), None)
    if link:
        best = _client_of(link.subjects[1].uid, seen)
        return Judged(outcome=ArrivalOutcome.BEST, planned=planned, best=best, confidence=link.confidence, candidates=(best,))
    return Judged(outcome=ArrivalOutcome.NEW, planned=planned)


def _asking_once(row: ReadRow, source_system: str, planned: PlannedRow) -> PlannedRow:
    """Several links to several people are one question: which of them?"""
    links = [proposal for proposal in planned.proposals if proposal.kind is ProposalKind.IDENTITY_LINK]
    own = own_profile(row, source_system)
    if len(links) < 2 or own is None:
        return planned
    others: list[Proposal] = [p for p in planned.proposals if p.kind is not ProposalKind.IDENTITY_LINK]
    question = ask_which(row, AmbiguousJoin(*own, tuple(link.subjects[1].uid for link in links)))
    return replace(planned, proposals=(question, *others))


def _client_of(profile: str, known: Known) -> str:
    held = {holder.profile: holder.client for group in known.holders.values() for holder in group}
    return held.get(profile) or known.profiles[profile].client


def _line(cells: tuple[str, ...] | list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
