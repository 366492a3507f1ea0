"""Deciding is a pure function: who may, about exactly what was shown."""

from datetime import UTC, datetime, timedelta

import pytest

from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused, LeaseHeld, LoginTooOld, NotAllowed, OwnProposal, StaleProposal
from graph_schema.proposals import ProposalKind, ReasonCode, RiskTier, Verdict
from review.decide import PARTS, Earlier, Lease, Opinion, Pending, decide, is_final, join_hash, what_changed

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
SHOWN = join_hash(tuple(name * 8 for name in PARTS))


def pending(**changes: object) -> Pending:
    """A link of medium risk that a model proposed."""
    facts: dict[str, object] = {
        "kind": ProposalKind.IDENTITY_LINK,
        "subject": "pro_1",
        "proposed_by": "model-1",
        "current_hash": SHOWN,
        "risk": RiskTier.MEDIUM,
    }
    return Pending(**{**facts, **changes})  # type: ignore[arg-type]  # facts of the right types


def human(name: str, *roles: Role, signed_in: datetime | None = NOW, delegated_by: str | None = None) -> Actor:
    return Actor(name, ActorKind.HUMAN, frozenset(roles or {Role.REVIEWER}), signed_in_at=signed_in, delegated_by=delegated_by)


def opinion(verdict: Verdict = Verdict.SAME, shown: str = SHOWN, edit: str = "") -> Opinion:
    return Opinion(verdict=verdict, shown_hash=shown, reason=ReasonCode.OTHER, note="two people", edit_json=edit)


def test_a_reviewer_decides_what_was_shown() -> None:
    decision = decide(pending(), opinion(Verdict.NOT_SAME), human("rita"), now=NOW)
    assert (decision.verdict, decision.decided_by.id, decision.subject) == (Verdict.NOT_SAME, "rita", "pro_1")
    assert (decision.shown_hash, decision.decided_at, decision.note) == (SHOWN, NOW, "two people")
    assert decision.reason is ReasonCode.OTHER


def test_an_operator_approves_mappings_but_no_identity() -> None:
    operator = human("ada", Role.OPERATOR)
    mapping = pending(kind=ProposalKind.MAPPING, risk=RiskTier.LOW)
    assert decide(mapping, opinion(Verdict.ACCEPT), operator, now=NOW).decided_by is operator
    with pytest.raises(NotAllowed, match="ada"):
        decide(pending(), opinion(), operator, now=NOW)


@pytest.mark.parametrize("kind", [ActorKind.AGENT, ActorKind.MODEL, ActorKind.SYSTEM])
@pytest.mark.parametrize("proposal", list(ProposalKind))
def test_no_machine_decides_whatever_roles_it_claims(kind: ActorKind, proposal: ProposalKind) -> None:
    with pytest.raises(NotAllowed):
        decide(pending(kind=proposal), opinion(), Actor("bot", kind, frozenset(Role), signed_in_at=NOW), now=NOW)


@pytest.mark.parametrize(
    ("proposed_by", "proposed_for", "actor"),
    [
        ("rita", None, human("rita")),
        ("oracle", "rita", human("rita")),
        ("rita", None, human("temp", delegated_by="rita")),
    ],
)
def test_nobody_decides_what_they_or_their_agent_proposed(proposed_by: str, proposed_for: str | None, actor: Actor) -> None:
    with pytest.raises(OwnProposal):
        decide(pending(proposed_by=proposed_by, proposed_for=proposed_for), opinion(), actor, now=NOW)


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_what_changed_since_it_was_shown_is_named(part: int) -> None:
    other = join_hash(tuple("other" * 4 if index == part else name * 8 for index, name in enumerate(PARTS)))
    assert what_changed(other, SHOWN) == PARTS[part]
    with pytest.raises(StaleProposal, match=PARTS[part]):
        decide(pending(), opinion(shown=other), human("rita"), now=NOW)


@pytest.mark.parametrize(
    ("risk", "age", "passes"),
    [
        (RiskTier.LOW, None, True),
        (RiskTier.MEDIUM, timedelta(hours=3), True),
        (RiskTier.MEDIUM, timedelta(hours=5), False),
        (RiskTier.MEDIUM, None, False),
        (RiskTier.HIGH, timedelta(minutes=10), True),
        (RiskTier.HIGH, timedelta(minutes=20), False),
    ],
)
def test_risk_asks_for_a_fresh_sign_in(risk: RiskTier, age: timedelta | None, *, passes: bool) -> None:
    actor = human("rita", signed_in=NOW - age if age is not None else None)
    if passes:
        assert decide(pending(risk=risk), opinion(), actor, now=NOW)
        return
    with pytest.raises(LoginTooOld):
        decide(pending(risk=risk), opinion(), actor, now=NOW)


def test_a_lease_binds_everybody_else_until_it_ends() -> None:
    leased = pending(lease=Lease(holder="saul", expires_at=NOW + timedelta(minutes=5)))
    with pytest.raises(LeaseHeld, match="saul"):
        decide(leased, opinion(), human("rita"), now=NOW)
    assert decide(leased, opinion(), human("saul"), now=NOW)
    assert decide(leased, opinion(), human("rita", signed_in=NOW), now=NOW + timedelta(minutes=6))


def test_high_risk_needs_two_people_of_one_mind() -> None:
    first = pending(risk=RiskTier.HIGH)
    assert not is_final(first, Verdict.SAME)
    assert is_final(first, Verdict.REJECT)
    second = pending(risk=RiskTier.HIGH, earlier=Earlier(decided_by="rita", verdict=Verdict.SAME))
    assert is_final(second, Verdict.SAME)
    with pytest.raises(OwnProposal, match="first verdict"):
        decide(second, opinion(), human("rita"), now=NOW)
    with pytest.raises(NotAllowed, match="SAME"):
        decide(second, opinion(Verdict.NOT_SAME), human("saul"), now=NOW)
    assert decide(second, opinion(), human("saul"), now=NOW)


def test_each_kind_knows_its_verdicts() -> None:
    with pytest.raises(InputRefused, match="ACCEPT is no verdict"):
        decide(pending(), opinion(Verdict.ACCEPT), human("rita"), now=NOW)
    fact = pending(kind=ProposalKind.FACT_WRITEBACK, risk=RiskTier.LOW)
    with pytest.raises(InputRefused, match="EDIT"):
        decide(fact, opinion(Verdict.EDIT), human("rita"), now=NOW)
    assert decide(fact, opinion(Verdict.EDIT, edit='{"value":"1980"}'), human("rita"), now=NOW).edit_json
