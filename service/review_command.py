"""What `velocity review` does and shows."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cypher.queries.review_queue import (
    PROPOSAL_SUBJECTS,
    REVIEW_QUEUE,
    REVIEW_QUEUE_SIZE,
    QueueFilter,
    QueuePage,
    SubjectsOf,
)
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused
from graph_schema.proposals import ProposalKind, ReasonCode, RiskTier, Verdict
from ingest.evidence_store import EvidenceStore
from ingest.redacting import finish_redactions
from review.case import OpenCase, open_case
from review.clustering.waiting import cluster_waiting
from review.decide import Opinion
from review.deciding import Outcome, decide_proposal
from review.policy import POLICY
from review.queue import claim
from review.undoing import undo_decision
from service.database import open_graph
from service.home import find_home

E = TypeVar("E", Verdict, ReasonCode, ProposalKind)
FIELDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the command line says, as text."""

    verdict: str
    shown: str
    reason: str = ""
    note: str = ""
    edits: dict[str, str] = field(default_factory=dict)

    def opinion(self, shown_hash: str) -> Opinion:
        """The same, typed. Raises InputRefused for a verdict or a reason that does not exist."""
        return Opinion(
            verdict=_member(Verdict, self.verdict, "verdict"),
            shown_hash=shown_hash,
            reason=_member(ReasonCode, self.reason, "reason code") if self.reason else None,
            note=self.note,
            edit_json=json.dumps(self.edits) if self.edits else "",
        )


def list_proposals(*, kinds: tuple[str, ...], risks: tuple[str, ...], order: str, limit: int, as_json: bool) -> None:
    """Print what waits."""
    for kind in kinds:
        _member(ProposalKind, kind, "kind of proposal")
    console = Console(stderr=as_json)
    with open_graph(console.print) as store:
        rows = store.many(REVIEW_QUEUE, QueuePage(kinds=kinds, risks=risks, order_by=order, after="", limit=limit))
        total = store.one(REVIEW_QUEUE_SIZE, QueueFilter(kinds=kinds, risks=risks)).total
    if as_json:
        for row in rows:
            typer.echo(msgspec.json.encode(row).decode())
        return
    table = Table("id", "kind", "risk", "sure", "title", "waits since", title=f"{len(rows)} of {total} that wait")
    for row in rows:
        since = f"{row.created_at:%Y-%m-%d}"
        table.add_row(row.id, row.kind.value, row.risk_tier.value, f"{row.confidence:.0%}", escape(row.title), since)
    console.print(table)


def show_proposal(proposal: str, *, as_json: bool) -> None:
    """Print one proposal with what would happen."""
    console = Console(stderr=as_json)
    with open_graph(console.print) as store:
        case = open_case(store, proposal)
        subjects = store.one(PROPOSAL_SUBJECTS, SubjectsOf(proposal, FIELDS_SHOWN)).subjects
    if as_json:
        said = {"proposal": case.row, "preview": case.preview, "risk": case.risk, "blocked": case.blocked}
        typer.echo(msgspec.json.encode(said).decode())
        return
    console.print(f"[bold]{escape(case.row.title)}[/]  {case.row.kind.value}  {case.risk.value} risk  {case.row.state.value}")
    for subject in subjects:
        table = Table("field", "value", "source", title=f"{subject.label} {subject.id}: {escape(subject.title)}")
        for value in subject.fields:
            source = f"{value.source.system} {value.source.batch_name or ''} {value.source.row or ''}"
            table.add_row(value.field, escape(value.value), escape(source.strip()))
        console.print(table)
    _show_preview(console, case)


def _show_preview(console: Console, case: OpenCase) -> None:
    preview = case.preview
    for reason in (*case.row.reasons, *preview.risk_reasons):
        console.print(f"  - {escape(reason)}")
    console.print(f"would add {preview.edges_added} edges and retire {preview.edges_retired}; along go "
                  f"{', '.join(f'{count} {type_}' for type_, count in preview.moved_by_type) or 'no facts'}")  # fmt: skip
    for winner in preview.field_winners:
        if winner.loses:
            console.print(f"  {winner.field}: {escape(winner.value)}   (not shown: {escape(', '.join(winner.loses))})")
    for conflict in preview.consent_conflicts:
        console.print(f"  [yellow]consent[/] {escape(conflict)}")
    for warning in preview.warnings:
        console.print(f"  [red]warning[/] {escape(warning)}")
    console.print(f"decide with: velocity review decide {case.row.uid} --verdict … --shown {preview.shown_hash}")


def claim_proposal(proposal: str, name: str) -> None:
    """Take a proposal."""
    now = datetime.now(UTC)
    with open_graph(lambda _: None) as store:
        row = store.write(lambda work: claim(work, proposal, _reviewer(name, now), now=now))
    typer.echo(f"{proposal} is yours (version {row.version})")


def decide_proposals(proposals: list[str], wish: Deciding, name: str, *, now: datetime) -> None:
    """Decide one, or several of low risk.

    Raises:
        InputRefused: several at once, and one of them is not of low risk.
    """
    with open_graph(lambda _: None) as store:
        cases = [open_case(store, proposal) for proposal in proposals]
        if len(cases) > 1:
            _in_bulk(cases)
        for case in cases:
            outcome = _decide(store, case, wish, _reviewer(name, now), now)
            if case.row.kind is ProposalKind.ERASURE:
                finish_redactions(store, EvidenceStore(find_home().evidence), now)
            typer.echo(f"{outcome.decision}  {outcome.verdict.value}  {outcome.proposal} is {outcome.state.value}")


def _decide(store: GraphStore, case: OpenCase, wish: Deciding, actor: Actor, now: datetime) -> Outcome:
    shown = wish.shown
    if not shown:
        # Whoever decides several at once has not been shown each; only what is of low risk comes this far.
        is_low = case.risk is RiskTier.LOW
        if not is_low:
            raise InputRefused(
                f"{case.row.uid} is of {case.risk.value} risk: say what you were shown",
                hint=f"`velocity review show {case.row.uid}` prints the hash for --shown",
            )
        shown = case.preview.shown_hash
    opinion = wish.opinion(shown)
    return store.write(lambda work: decide_proposal(work, case.row.uid, opinion, actor, now=now))


def _in_bulk(cases: list[OpenCase]) -> None:
    for case in cases:
        if not case.pending().rule.in_bulk:
            raise InputRefused(
                f"{case.row.uid} is of {case.risk.value} risk and is decided alone", hint="leave it out; decide it by itself"
            )


def undo_one(decision: str, name: str, note: str) -> None:
    """Take a decision back."""
    now = datetime.now(UTC)
    with open_graph(lambda _: None) as store:
        outcome = store.write(lambda work: undo_decision(work, decision, _reviewer(name, now), now=now, note=note))
    typer.echo(f"{outcome.decision} takes {decision} back; clients: {', '.join(outcome.clients) or 'none'}")


def show_policy() -> None:
    """Print the table."""
    table = Table("kind", "risk", "permission", "people", "signed in within", "many at once", "verdicts")
    for (kind, risk), rule in POLICY.items():
        fresh = f"{int(rule.signed_in_within.total_seconds() // 60)} min" if rule.signed_in_within else "any time"
        verdicts = ", ".join(sorted(verdict.value for verdict in rule.verdicts))
        bulk = "yes" if rule.in_bulk else "no"
        table.add_row(kind.value, risk.value, rule.permission.value, str(rule.reviewers), fresh, bulk, verdicts)
    Console().print(table)


def _reviewer(name: str, now: datetime) -> Actor:
    # Whoever can run this command on this machine can read the database's password; the name is for the record.
    return Actor(name, ActorKind.HUMAN, frozenset({Role.REVIEWER, Role.OPERATOR, Role.ADMIN}), name, signed_in_at=now)


def _member(kind: type[E], text: str, what: str) -> E:
    try:
        return kind(text)
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise InputRefused(f"{text!r} is no {what}", hint=f"one of {known}") from None


def cluster_what_waits(one_per_source: tuple[str, ...]) -> None:
    """Cluster the open links, and print how they group and which questions came of it."""
    console = Console()
    with open_graph(console.print) as store:
        found = cluster_waiting(store, one_per_source, now=datetime.now(UTC))
    groups = sum(1 for group in found.clustering.clusters if len(group) > 1)
    console.print(f"{found.links} open links make {groups} groups; {len(found.questions)} contradictions")
    for proposal in found.questions:
        console.print(f"  {proposal.uid}  {escape(proposal.title)}")
        for reason in proposal.reasons:
            console.print(f"    - {escape(reason)}")
