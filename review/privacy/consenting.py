"""Heeding what people allowed: what a consent stops is kept, goes stale at once, and goes on when the consent comes back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cypher.queries.consent import CONSENTING_PROPOSALS, CONSENTS_OF, ProposalsAbout, SubjectConsent
from cypher.queries.reviewing import SET_PROPOSAL, ProposalMove, Uids
from cypher.store import Work
from graph_schema.lifecycle import ProposalState, move
from graph_schema.proposals import Proposal
from review.privacy.consent import USES, Consent, Standing, standing, stopped_by

_KINDS: Final = tuple(sorted(kind.value for kind in USES))


def stopped(work: Work, proposals: Sequence[Proposal]) -> Mapping[str, str]:
    """Proposal uid -> the consent that stops it, of proposals that are about to come in."""
    asking = [proposal for proposal in proposals if proposal.kind in USES]
    if not asking:
        return {}
    allowed = _allowed(work, {subject.uid for proposal in asking for subject in proposal.subjects})
    found = {
        proposal.uid: why
        for proposal in asking
        for subject in proposal.subjects
        if (why := stopped_by(proposal.kind, proposal.payload_json, allowed.get(subject.uid, {})))
    }
    return dict(sorted(found.items()))


def follow_consents(work: Work, uids: Iterable[str]) -> tuple[str, ...]:
    """Stop and let go on what is proposed about clients and records, as consents stand now; answers the proposals that changed.

    Runs in the transaction that records the consent, or makes one client of two: whoever reads after it sees its effect.
    """
    found = work.many(CONSENTING_PROPOSALS, ProposalsAbout(sorted(set(uids)), _KINDS))
    allowed = _allowed(work, {subject for proposal in found for subject in proposal.subjects}) if found else {}
    changed: list[str] = []
    for proposal in found:
        why = max(
            stopped_by(proposal.kind, proposal.payload_json, allowed.get(subject, {})) or "" for subject in proposal.subjects
        )
        after = ProposalState.STALE if why else ProposalState.PROPOSED
        if bool(why) == (proposal.state is ProposalState.STALE):
            continue
        move(proposal.uid, proposal.state, after)
        freed: dict[str, object] = {"lease_holder": None, "lease_expires_at": None}
        work.one(SET_PROPOSAL, ProposalMove(proposal.uid, {"state": after.value, "stopped_by": why or None, **freed}))
        changed.append(proposal.uid)
    return tuple(changed)


def _allowed(work: Work, uids: Iterable[str]) -> Mapping[str, Standing]:
    by_subject: dict[str, list[SubjectConsent]] = {}
    for row in work.many(CONSENTS_OF, Uids(sorted(set(uids)))):
        by_subject.setdefault(row.subject, []).append(row)
    return {
        subject: standing(Consent(row.profile, row.channel, row.purpose, row.state, row.said_at) for row in rows)
        for subject, rows in by_subject.items()
    }
