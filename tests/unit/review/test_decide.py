"""Deciding is a pure function: who may, about exactly what was shown."""

from datetime import UTC, datetime

import pytest

from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import Conflict, NotAllowed
from graph_schema.proposals import ProposalKind, Verdict
from review.decide import PERMISSION_FOR, Pending, decide

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
LINK = Pending(kind=ProposalKind.IDENTITY_LINK, subject="pro_1", proposed_by="model-1", current_hash="h1")
MAPPING = Pending(kind=ProposalKind.MAPPING, subject="map_1", proposed_by="velocity-import", current_hash="h1")


def human(name: str, *roles: Role) -> Actor:
    return Actor(name, ActorKind.HUMAN, frozenset(roles))


def test_a_reviewer_decides_what_was_shown() -> None:
    decision = decide(LINK, Verdict.REJECT, human("rita", Role.REVIEWER), shown_hash="h1", now=NOW, note="two people")
    assert (decision.verdict, decision.decided_by.id, decision.subject) == (Verdict.REJECT, "rita", "pro_1")
    assert (decision.shown_hash, decision.decided_at, decision.note) == ("h1", NOW, "two people")


def test_an_operator_approves_mappings_but_no_identity() -> None:
    operator = human("ada", Role.OPERATOR)
    assert decide(MAPPING, Verdict.ACCEPT, operator, shown_hash="h1", now=NOW).decided_by is operator
    with pytest.raises(NotAllowed, match="ada"):
        decide(LINK, Verdict.ACCEPT, operator, shown_hash="h1", now=NOW)


@pytest.mark.parametrize("kind", [ActorKind.AGENT, ActorKind.MODEL, ActorKind.SYSTEM])
def test_no_machine_decides_whatever_roles_it_claims(kind: ActorKind) -> None:
    with pytest.raises(NotAllowed):
        decide(LINK, Verdict.ACCEPT, Actor("bot", kind, frozenset(Role)), shown_hash="h1", now=NOW)


def test_nobody_decides_what_they_or_their_agent_proposed() -> None:
    own = Pending(kind=ProposalKind.IDENTITY_LINK, subject="pro_1", proposed_by="rita", current_hash="h1")
    with pytest.raises(NotAllowed, match="proposed this"):
        decide(own, Verdict.ACCEPT, human("rita", Role.REVIEWER), shown_hash="h1", now=NOW)


def test_what_changed_since_it_was_shown_cannot_be_decided() -> None:
    with pytest.raises(Conflict, match="changed since it was shown"):
        decide(LINK, Verdict.ACCEPT, human("rita", Role.REVIEWER), shown_hash="h0", now=NOW)


def test_every_kind_has_a_permission() -> None:
    assert set(PERMISSION_FOR) == set(ProposalKind)
