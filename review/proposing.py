"""Submitting one proposal through the API: its subjects and evidence must exist, and its audit event is written with it."""

from datetime import datetime

from cypher.queries.reviewing import KNOWN_ENTITIES, ProposalRow, Uids
from cypher.store import Work
from graph_schema.errors import InputRefused
from graph_schema.proposals import Proposal
from review.audit.events import AuditEntry, append
from review.case import read_proposal
from review.inbox import submit


def propose(work: Work, proposal: Proposal, *, now: datetime) -> ProposalRow:
    """Put a proposal into the inbox; the same suggestion twice is one proposal, and stays as it was.

    Raises:
        InputRefused: a subject or a piece of evidence is not in the graph, or confidence is no probability.
        NotAllowed: the proposer may not propose.
    """
    if not 0.0 <= proposal.confidence <= 1.0:
        raise InputRefused(f"confidence is a probability, not {proposal.confidence}", hint="send a number from 0 to 1")
    named = {*(subject.uid for subject in proposal.subjects), *proposal.evidence}
    unknown = named - {row.uid for row in work.many(KNOWN_ENTITIES, Uids(sorted(named)))}
    if unknown:
        raise InputRefused(f"{', '.join(sorted(unknown))} are not in the graph", hint="name subjects and evidence by their ids")
    submit(work, [proposal], now=now)
    entry = AuditEntry(
        actor=proposal.proposed_by, action="review.propose", subjects=(proposal.uid,), about=proposal.uid, at=now
    )
    append(work, entry)
    return read_proposal(work, proposal.uid)
