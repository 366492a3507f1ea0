"""What `velocity propose` does and shows: a snapshot in, proposals of a model into the inbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final, Protocol

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cypher.store import GraphStore
from gnn.identity.answers import line_of
from gnn.identity.decisions import bonds_of
from gnn.identity.resolver import Resolution, resolve
from gnn.matching.recommend import final_scorer
from gnn.matching.report import tuning_report
from gnn.matching.tuning import Wishes, tune
from gnn.proposing.auditing import audit_card, audit_proposals, audit_sample
from gnn.proposing.cards import ModelCard, identity_card, matching_card
from gnn.proposing.identity import IDENTITY_KINDS, Line, Sought, drawn, found_pairs, identity_proposals
from gnn.proposing.matches import Offer, Ranker, found_matches, match_proposals
from gnn.proposing.people import People
from gnn.proposing.snapshot_market import market_of
from gnn.proposing.snapshot_people import people_of
from gnn.snapshots.reading import Snapshot, open_snapshot
from graph_schema.model_runs import ModelRun
from graph_schema.proposals import Proposal, ProposalKind
from review.suggesting import Suggested, suggest_all
from service.database import open_graph
from service.home import find_home
from service.snapshot_command import moments_of, taken

Tell = Callable[[str, float], None]
_DISTRIBUTION: Final = "velocity-client-graph"
# Lists as long as these are tuned, though fewer of each are proposed: what stands at rank three has to be right too.
_TUNED_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class ProposeOptions:
    """The command line, typed. `snapshot` names one that was taken; empty: take one now."""

    snapshot: str
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """So many pairs less likely than `least`, drawn for a week (ISO 8601, such as 2026-W45)."""

    week: str
    size: int
    least: float


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a model says of a snapshot."""

    run: ModelRun
    proposals: Sequence[Proposal]
    kinds: Sequence[ProposalKind]
    lines: Sequence[str]


def propose_identity(options: ProposeOptions, sought: Sought, console: Console) -> None:
    """Which records may be one person, into the inbox."""
    _propose(options, console, lambda snapshot, bar: identity_suggestions(snapshot, sought, bar))


def propose_matches(options: ProposeOptions, offer: Offer, console: Console) -> None:
    """Which listings clients may want, into the inbox."""
    _propose(options, console, lambda snapshot, bar: match_suggestions(snapshot, offer, bar))


def propose_audit(options: ProposeOptions, sample: Sample, console: Console) -> None:
    """This week's random sample of what is not proposed, into the inbox."""
    _propose(options, console, lambda snapshot, bar: audit_suggestions(snapshot, sample, bar))


def audit_suggestions(snapshot: Snapshot, sample: Sample, bar: Tell) -> Suggestions:
    """A sample of the pairs that the resolver would not propose."""
    resolved = _resolved(snapshot, bar)
    drawn_pairs = audit_sample(resolved.people, resolved.found, sample.least, sample.week, sample.size)
    card = audit_card(
        identity_card(snapshot.manifest, resolved.people, resolved.found, resolved.line, []), sample.week, drawn_pairs
    )
    run = _run(card)
    lines = (f"{len(drawn_pairs):,} pairs drawn for {sample.week}, all less likely than {sample.least:g}",)
    proposals = audit_proposals(resolved.people, resolved.found, drawn_pairs, run, resolved.line)
    return Suggestions(run, proposals, (ProposalKind.IDENTITY_LINK,), lines)


@dataclass(frozen=True, slots=True)
class _Resolved:
    people: People
    found: Resolution
    line: Line


def _resolved(snapshot: Snapshot, bar: Tell) -> _Resolved:
    """Who is who in a snapshot, brought in line with the verdicts in it."""
    people = people_of(snapshot)
    found = resolve(
        people.table,
        people.relations,
        bonds_of(people.table, people.labels),
        lambda stage, done, total: bar(stage, done / total),
    )
    line = Line(*line_of(found.pairs, people.labels))
    return _Resolved(people, drawn(found, line), line)


def identity_suggestions(snapshot: Snapshot, sought: Sought, bar: Tell) -> Suggestions:
    """What the resolver says of a snapshot."""
    resolved = _resolved(snapshot, bar)
    people, found, line = resolved.people, resolved.found, resolved.line
    pairs = found_pairs(people, found, sought)
    card = identity_card(snapshot.manifest, people, found, line, pairs)
    run = _run(card)
    bar("giving reasons", 1.0)
    lines = (
        f"{len(people.table):,} records, {len(people.labels.match):,} verdicts (slope {line.slope:.2f} {line.shift:+.2f})",
        f"{len(pairs):,} questions, of which {card.found['expected_right']:,.0f} are expected to be right",
    )
    return Suggestions(run, identity_proposals(people, found, pairs, run, line), IDENTITY_KINDS, lines)


def match_suggestions(snapshot: Snapshot, offer: Offer, bar: Tell) -> Suggestions:
    """What the blend says of a snapshot, tuned on what it hides of it."""
    market = market_of(snapshot)
    known = market.tables.known
    wishes = Wishes(k=_TUNED_LENGTH, new_clients=int((known.events.counts == 0).sum()))
    tuned = tune(known, wishes, bar)
    ranker = Ranker(final_scorer(market.tables, tuned, bar), tuned.chances)
    bar("scoring", 0.9)
    matches = found_matches(market, ranker, offer)
    report = tuning_report(known, tuned)
    card = matching_card(snapshot.manifest, market, report, matches)
    run = _run(card)
    bar("giving reasons", 0.95)
    chosen = ", ".join(f"{block.block} {block.warm_weight:.2f}" for block in report.blocks if block.warm_weight)
    lines = (
        f"{len(market.tables.client_ids):,} clients, {len(market.tables.item_ids):,} listings, {len(known.events):,} events",
        f"blocks: {chosen}",
        f"{len(matches):,} matches, of which {card.found['expected_right']:,.0f} are expected to be taken up",
    )
    return Suggestions(run, match_proposals(market, ranker.scorer, matches, run), (ProposalKind.PROPERTY_MATCH,), lines)


def _run(card: ModelCard) -> ModelRun:
    return ModelRun(
        model=card.model,
        version=version(_DISTRIBUTION),
        weights_hash=card.weights_hash,
        snapshot_hash=card.snapshot_hash,
        ran_at=datetime.now(UTC),
        card_json=msgspec.json.encode(card, order="sorted").decode(),
    )


class Suggesting(Protocol):
    """A model: a snapshot to what it says."""

    def __call__(self, snapshot: Snapshot, bar: Tell) -> Suggestions: ...


def _propose(options: ProposeOptions, console: Console, suggesting: Suggesting) -> None:
    home = find_home()
    with open_graph(lambda line: console.print(line, markup=False)) as store:
        if options.snapshot:
            folder = home.snapshots / options.snapshot
        else:
            folder, _ = taken(store, home, moments_of("", "", datetime.now(UTC)), console)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bars:
            suggestions = suggesting(open_snapshot(folder), Bar(bars))
            done = None if options.dry_run else _submit(store, suggestions, Bar(bars))
    for line in suggestions.lines:
        console.print(line, markup=False, highlight=False)
    console.print(f"run {suggestions.run.uid}", markup=False, highlight=False)
    if done is None:
        console.print("nothing was submitted (--dry-run)")
    else:
        console.print(
            f"{done.added:,} new, {done.renewed:,} brought up to date, {done.kept:,} unchanged or decided, "
            f"{done.superseded:,} no longer proposed; `velocity review list --order EXPECTED_CORRECTION` shows them",
            highlight=False,
        )


def _submit(store: GraphStore, suggestions: Suggestions, bar: Tell) -> Suggested:
    return suggest_all(
        store,
        suggestions.run,
        suggestions.proposals,
        suggestions.kinds,
        now=datetime.now(UTC),
        tell=lambda done, total: bar("submitting", done / total),
    )


class Bar:
    """One bar that says which stage it is at."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID = bars.add_task("reading the snapshot", total=1.0)

    def __call__(self, stage: str, share: float) -> None:
        self._bars.update(self._task, description=stage, completed=share)
