"""Who may decide what: one table, kind by risk. Used by the gate, printed by the console and by `velocity review policy`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from graph_schema.actors import Permission
from graph_schema.proposals import ProposalKind, RiskTier, Verdict

_K, _R, _V = ProposalKind, RiskTier, Verdict

ABOUT_RECORDS: Final = frozenset({_V.SAME, _V.NOT_SAME, _V.SAME_HOUSEHOLD, _V.UNSURE})
ABOUT_CHANGES: Final = frozenset({_V.ACCEPT, _V.REJECT, _V.UNSURE})
EDITABLE: Final = ABOUT_CHANGES | {_V.EDIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: the permission, how many different people, how old their sign-in may be (None: any),
    whether many may be decided at once, and which verdicts there are."""

    permission: Permission
    reviewers: int
    signed_in_within: timedelta | None
    in_bulk: bool
    verdicts: frozenset[Verdict]

    def __post_init__(self) -> None:
        if self.reviewers not in {1, 2}:
            raise ValueError("one person decides, or two")
        if self.in_bulk and self.reviewers > 1:
            raise ValueError("what needs two people is looked at one by one")


# A sign-in of this half of the day, and one that was made for this decision.
_SESSION, _NOW = timedelta(hours=4), timedelta(minutes=15)


def _rules(
    kind: ProposalKind, verdicts: frozenset[Verdict], permission: Permission = Permission.DECIDE, *, always_two: bool = False
) -> Iterable[tuple[tuple[ProposalKind, RiskTier], Rule]]:
    """Low risk: one person, many at once; medium: one by one; high: two people who have just signed in."""
    for risk, people, fresh, bulk in ((_R.LOW, 1, None, True), (_R.MEDIUM, 1, _SESSION, False), (_R.HIGH, 2, _NOW, False)):
        two = 2 if always_two else people
        yield (
            (kind, risk),
            Rule(
                permission=permission,
                reviewers=two,
                signed_in_within=_NOW if always_two else fresh,
                in_bulk=bulk and two == 1,
                verdicts=verdicts,
            ),
        )


POLICY: Final[dict[tuple[ProposalKind, RiskTier], Rule]] = {
    **dict(_rules(_K.IDENTITY_LINK, ABOUT_RECORDS)),
    **dict(_rules(_K.MERGE, ABOUT_RECORDS)),
    **dict(_rules(_K.HOUSEHOLD, ABOUT_RECORDS)),
    **dict(_rules(_K.AMBIGUOUS_JOIN, EDITABLE)),
    **dict(_rules(_K.SPLIT, ABOUT_CHANGES)),
    **dict(_rules(_K.PROPERTY_MATCH, ABOUT_CHANGES)),
    **dict(_rules(_K.FACT_WRITEBACK, EDITABLE)),
    **dict(_rules(_K.FIELD_CONFLICT, EDITABLE)),
    **dict(_rules(_K.TASK, EDITABLE)),
    # Whoever works with files approves what their columns mean and what they will write.
    **dict(_rules(_K.MAPPING, ABOUT_CHANGES, Permission.APPROVE_IMPORT)),
    **dict(_rules(_K.IMPORT_PLAN, ABOUT_CHANGES, Permission.APPROVE_IMPORT)),
    # Forgetting cannot be taken back: always two.
    **dict(_rules(_K.ERASURE, ABOUT_CHANGES, Permission.ERASE, always_two=True)),
}


def rule_for(kind: ProposalKind, risk: RiskTier) -> Rule:
    """The row of the table."""
    return POLICY[kind, risk]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlastRadius:
    """What would move if a proposal were accepted: the facts that its risk is judged by."""

    moved_edges: int = 0
    moved_records: int = 0
    consent_conflicts: int = 0
    owners: frozenset[str] = frozenset()
    open_deals: int = 0
    contradictions: int = 0


# A busy client has some 200 edges; more than that moving at once is worth a second pair of eyes.
MANY_EDGES: Final = 400
MANY_RECORDS: Final = 8


def risk_of(radius: BlastRadius) -> tuple[RiskTier, tuple[str, ...]]:
    """How risky it is, and why, as reasons that a reviewer reads."""
    high = [
        (radius.consent_conflicts > 0, f"consent_conflict: {radius.consent_conflicts} consents contradict each other"),
        (len(radius.owners) > 1, f"different_owners: {', '.join(sorted(radius.owners))} look after these records"),
        (radius.open_deals > 0, f"open_deals: {radius.open_deals} open deals would change hands"),
        (radius.contradictions > 0, f"contradictions: {radius.contradictions} facts that a person has once differ"),
        (radius.moved_edges > MANY_EDGES, f"large: {radius.moved_edges} edges move"),
    ]
    reasons = tuple(text for holds, text in high if holds)
    if reasons:
        return RiskTier.HIGH, reasons
    if radius.moved_records > MANY_RECORDS:
        return RiskTier.HIGH, (f"many_records: {radius.moved_records} records move",)
    if radius.moved_records:
        return RiskTier.MEDIUM, (f"moves: {radius.moved_records} records and {radius.moved_edges} edges move",)
    return RiskTier.LOW, ("moves_nothing: only what is proposed is added",)
