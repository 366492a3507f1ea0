"""What a model run proposes, put into the inbox: new ones are added, waiting ones brought up to date, decided ones left alone.

Every step is in the record of who did what. The same run twice changes nothing; a run that was cut short is taken up by running
it again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from cypher.evidence import put_evidence
from cypher.queries.reviewing import SET_PROPOSAL, ProposalMove, Uids
from cypher.queries.suggesting import OPEN_SUGGESTIONS, SUGGESTED_BEFORE, ModelProposals, SuggestedBefore
from cypher.store import GraphStore, Work
from graph_schema.actors import Actor
from graph_schema.changes import ChangeSet, EntityWrite
from graph_schema.errors import InputRefused
from graph_schema.lifecycle import ProposalState, move
from graph_schema.model_runs import ModelRun
from graph_schema.proposals import Proposal, ProposalKind
from review.audit.events import AuditEntry, append_all
from review.identity.ground import lock
from review.inbox import run_links, said, submit
from review.privacy.consenting import stopped

# So many proposals a transaction: large enough to be quick, small enough that a reviewer's click never waits for one.
CHUNK: Final = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Suggested:
    """How many proposals of a run are new, were brought up to date, stay as they are, and are no longer proposed."""

    added: int = 0
    renewed: int = 0
    kept: int = 0
    superseded: int = 0

    def __add__(self, other: "Suggested") -> "Suggested":
        return Suggested(
            self.added + other.added,
            self.renewed + other.renewed,
            self.kept + other.kept,
            self.superseded + other.superseded,
        )


def suggest_all(
    store: GraphStore,
    run: ModelRun,
    proposals: Sequence[Proposal],
    kinds: Iterable[ProposalKind],
    *,
    now: datetime,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Suggested:
    """Put a run's proposals into the inbox; what the model proposed before, of these kinds, and now does not, becomes stale.

    All proposals must be of one proposer and name the run. `tell` hears how many are done of how many.

    Raises:
        InputRefused: a proposal names another run, or another proposer.
        NotAllowed: the proposer lacks the permission to propose.
    """
    if not proposals:
        return Suggested()
    (proposer,) = _only({proposal.proposed_by for proposal in proposals})
    _check(run, proposals)
    total = Suggested()
    for chunk in _chunks(proposals):
        total += store.write(partial(_suggest, run=run, proposals=chunk, now=now))
        tell(total.added + total.renewed + total.kept, len(proposals))
    proposed = {proposal.uid for proposal in proposals}
    waiting = store.many(OPEN_SUGGESTIONS, ModelProposals(proposer.id, sorted(kind.value for kind in kinds)))
    gone = [row.uid for row in waiting if row.uid not in proposed]
    for some in _chunks(gone):
        total += store.write(partial(_supersede, run=run, uids=some, proposer=proposer, now=now))
    return total


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))


def _suggest(work: Work, run: ModelRun, proposals: Sequence[Proposal], now: datetime) -> Suggested:
    lock(work, tuple(proposal.uid for proposal in proposals))
    known = {row.uid: row for row in work.many(SUGGESTED_BEFORE, Uids(sorted(proposal.uid for proposal in proposals)))}
    fresh = [proposal for proposal in proposals if proposal.uid not in known]
    renewed = [proposal for proposal in proposals if proposal.uid in known and _is_renewed(known[proposal.uid], proposal)]
    if fresh or renewed:
        put_evidence(work, ChangeSet((run_node(run),), ()))
    submit(work, fresh, now=now)
    silenced = stopped(work, renewed)
    for proposal in renewed:
        state = ProposalState.STALE if proposal.uid in silenced else ProposalState.PROPOSED
        stands = {"state": state.value, "superseded_by": None, "stopped_by": silenced.get(proposal.uid)}
        work.one(SET_PROPOSAL, ProposalMove(proposal.uid, {**said(proposal), **stands}))
    put_evidence(work, ChangeSet((), tuple(link for proposal in renewed for link in run_links(proposal, now))))
    entries = [_entry(proposal, run, "review.propose", now) for proposal in fresh]
    append_all(work, entries + [_entry(proposal, run, "review.renew", now) for proposal in renewed])
    return Suggested(added=len(fresh), renewed=len(renewed), kept=len(proposals) - len(fresh) - len(renewed))


def _is_renewed(before: SuggestedBefore, now: Proposal) -> bool:
    """Whether it waits, untouched, and says something else now; or had been given up by its model."""
    if before.proposed_by != now.proposed_by.id:
        return False
    if before.state is ProposalState.STALE:
        return before.superseded_by is not None
    return before.state is ProposalState.PROPOSED and before.shown_hash != now.shown_hash


def _supersede(work: Work, run: ModelRun, uids: Sequence[str], proposer: Actor, now: datetime) -> Suggested:
    lock(work, tuple(uids))
    put_evidence(work, ChangeSet((run_node(run),), ()))
    gone = [row for row in work.many(SUGGESTED_BEFORE, Uids(sorted(uids))) if row.state is ProposalState.PROPOSED]
    for row in gone:
        move(row.uid, row.state, ProposalState.STALE)
        work.one(SET_PROPOSAL, ProposalMove(row.uid, {"state": ProposalState.STALE.value, "superseded_by": run.uid}))
    append_all(
        work,
        [
            AuditEntry(actor=proposer, action="review.supersede", subjects=(row.uid, run.uid), about=row.uid, at=now)
            for row in gone
        ],
    )
    return Suggested(superseded=len(gone))


def run_node(run: ModelRun) -> EntityWrite:
    """The run as a node."""
    return EntityWrite(
        "ModelRun",
        run.uid,
        {
            "model": run.model,
            "version": run.version,
            "weights_hash": run.weights_hash,
            "snapshot_hash": run.snapshot_hash,
            "card_json": run.card_json,
            "ran_at": run.ran_at,
        },
    )


def _entry(proposal: Proposal, run: ModelRun, action: str, now: datetime) -> AuditEntry:
    return AuditEntry(actor=proposal.proposed_by, action=action, subjects=(proposal.uid, run.uid), about=proposal.uid, at=now)


def _check(run: ModelRun, proposals: Sequence[Proposal]) -> None:
    if wrong := [p.uid for p in proposals if p.opinion is None or p.opinion.model_run != run.uid]:
        raise InputRefused(f"{wrong[0]} does not name the run {run.uid}", hint="give each proposal the opinion of this run")


def _only(proposers: set[Actor]) -> tuple[Actor]:
    if len(proposers) != 1:
        raise InputRefused("a run has one proposer", hint="submit what each proposes by itself")
    return (proposers.pop(),)
