"""The policy is one table; each row is looked at here."""

import pytest

from graph_schema.actors import Permission
from graph_schema.proposals import ProposalKind, RiskTier, Verdict
from review.policy import POLICY, BlastRadius, risk_of


@pytest.mark.parametrize("kind", list(ProposalKind))
@pytest.mark.parametrize("risk", list(RiskTier))
def test_every_kind_and_risk_has_a_row(kind: ProposalKind, risk: RiskTier) -> None:
    rule = POLICY[kind, risk]
    assert rule.reviewers == (2 if risk is RiskTier.HIGH or kind is ProposalKind.ERASURE else 1)
    assert rule.in_bulk == (risk is RiskTier.LOW and kind is not ProposalKind.ERASURE)
    assert Verdict.UNSURE in rule.verdicts
    assert Verdict.UNDO not in rule.verdicts


@pytest.mark.parametrize(
    ("kind", "permission"),
    [
        *((kind, Permission.DECIDE) for kind in ProposalKind if kind.value not in {"MAPPING", "IMPORT_PLAN", "ERASURE"}),
        (ProposalKind.MAPPING, Permission.APPROVE_IMPORT),
        (ProposalKind.IMPORT_PLAN, Permission.APPROVE_IMPORT),
        (ProposalKind.ERASURE, Permission.ERASE),
    ],
)
def test_each_kind_asks_for_its_permission(kind: ProposalKind, permission: Permission) -> None:
    assert {POLICY[kind, risk].permission for risk in RiskTier} == {permission}


@pytest.mark.parametrize(
    ("radius", "tier", "reason"),
    [
        (BlastRadius(), RiskTier.LOW, "moves_nothing"),
        (BlastRadius(moved_records=2, moved_edges=30), RiskTier.MEDIUM, "moves"),
        (BlastRadius(moved_records=1, consent_conflicts=1), RiskTier.HIGH, "consent_conflict"),
        (BlastRadius(moved_records=1, owners=frozenset({"Ann", "Bo"})), RiskTier.HIGH, "different_owners"),
        (BlastRadius(moved_records=1, owners=frozenset({"Ann"})), RiskTier.MEDIUM, "moves"),
        (BlastRadius(moved_records=1, open_deals=1), RiskTier.HIGH, "open_deals"),
        (BlastRadius(moved_records=1, contradictions=1), RiskTier.HIGH, "contradictions"),
        (BlastRadius(moved_records=1, moved_edges=401), RiskTier.HIGH, "large"),
        (BlastRadius(moved_records=9), RiskTier.HIGH, "many_records"),
    ],
)
def test_risk_is_judged_by_what_moves(radius: BlastRadius, tier: RiskTier, reason: str) -> None:
    found, reasons = risk_of(radius)
    assert found is tier
    assert reasons[0].startswith(reason)
