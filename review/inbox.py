"""Where proposals arrive. Submitting changes nothing canonical and needs no more than the permission to propose."""

from collections.abc import Sequence
from datetime import UTC, datetime

from cypher.evidence import put_evidence
from cypher.store import Work
from graph_schema.actors import Permission, require
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import Proposal
from graph_schema.provenance import Provenance
from graph_schema.values import Properties
from review.privacy.consenting import stopped


def submit(work: Work, proposals: Sequence[Proposal], *, now: datetime) -> None:
    """Put proposals into the inbox; one that is there already stays as it is, decided or not.

    What the person's consent does not allow is kept as stale, and shown to nobody until it is allowed.

    Raises:
        NotAllowed: a proposer lacks the permission to propose.
    """
    for actor in {proposal.proposed_by for proposal in proposals}:
        require(actor, Permission.PROPOSE)
    silenced = stopped(work, proposals)
    entities = tuple(_entity(proposal, now, silenced.get(proposal.uid)) for proposal in proposals)
    links = tuple(link for proposal in proposals for link in _links(proposal, now))
    if entities:
        put_evidence(work, ChangeSet(entities, links))


def _entity(proposal: Proposal, now: datetime, silenced_by: str | None) -> EntityWrite:
    return EntityWrite(
        "Proposal",
        proposal.uid,
        {
            "kind": proposal.kind.value,
            "state": (ProposalState.STALE if silenced_by else ProposalState.PROPOSED).value,
            "version": 1,
            **said(proposal),
            "proposed_by": proposal.proposed_by.id,
            "proposed_by_kind": proposal.proposed_by.kind.value,
            "created_at": now,
            "changed_at": datetime.now(UTC),
            **({"stopped_by": silenced_by} if silenced_by else {}),
            **({"proposed_for": proposal.proposed_by.delegated_by} if proposal.proposed_by.delegated_by else {}),
        },
    )


def said(proposal: Proposal) -> Properties:
    """What a proposal says, as properties of its node: all that a later run of the same model may say otherwise."""
    opinion = proposal.opinion
    weighed: Properties = (
        {"contributions": opinion.contributions, "expected_correction": opinion.expected_correction} if opinion else {}
    )
    return {
        "title": proposal.title,
        "confidence": proposal.confidence,
        "risk_tier": proposal.risk_tier.value,
        "reasons": list(proposal.reasons),
        "evidence": list(proposal.evidence),
        "payload_json": proposal.payload_json,
        "shown_hash": proposal.shown_hash,
        **weighed,
    }


def _links(proposal: Proposal, now: datetime) -> list[LinkWrite]:
    provenance = _provenance(proposal, now)
    return [
        LinkWrite("CONCERNING", proposal.uid, subject.uid, provenance, {"role": subject.role}, (subject.role,))
        for subject in proposal.subjects
    ] + run_links(proposal, now)


def run_links(proposal: Proposal, now: datetime) -> list[LinkWrite]:
    """The edge to the model run that suggests it; none where no model does."""
    run = proposal.opinion.model_run if proposal.opinion else None
    return [LinkWrite("SUGGESTED_BY", proposal.uid, run, _provenance(proposal, now))] if run else []


def _provenance(proposal: Proposal, now: datetime) -> Provenance:
    return Provenance.decided(
        system="velocity",
        method="inbox/1",
        actor=proposal.proposed_by.id,
        decision=proposal.uid,
        recorded_at=now,
        confidence=proposal.confidence,
        model_run=proposal.opinion.model_run if proposal.opinion else None,
    )
