"""The laws of the graph, checked on the live graph: every rule must find nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from cypher.queries.auditing import (
    AUDIT_CHAIN,
    AUDIT_SEALS,
    LIMITED_RULES,
    LINKS_OF_WRONG_SHAPE,
    ORPHANS,
    STATES_OUTSIDE_LIFECYCLE,
    Alone,
    Lifecycles,
    Limited,
    Shapes,
)
from cypher.store import SCAN_SECONDS, GraphStore
from graph_schema.lifecycle import BatchState, ClientState, ManifestState, ProposalState, ReminderState, TaskState
from graph_schema.registry import all_edges
from review.audit.seal import SealTrust
from review.audit.sealing import chain_problems, wrong_seals

FINDINGS_A_RULE: Final = 100
# Shared things may wait for their first client; the chain's first event and receipts hang on nothing by nature.
MAY_STAND_ALONE: Final = ("AuditEvent", "Receipt", "SourceSystem", "Property", "Project", "Campaign", "Staff", "Account")
LIFECYCLES: Final = {
    "RawBatch": BatchState,
    "MappingManifest": ManifestState,
    "Proposal": ProposalState,
    "Client": ClientState,
    "Task": TaskState,
    "Reminder": ReminderState,
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One finding: the rule (the name of its query), what breaks it, and how."""

    rule: str
    subject: str
    problem: str


def rules() -> tuple[str, ...]:
    """The names of all rules, in the order in which they are checked."""
    return (
        *(rule.name for rule in LIMITED_RULES),
        LINKS_OF_WRONG_SHAPE.name,
        STATES_OUTSIDE_LIFECYCLE.name,
        ORPHANS.name,
        AUDIT_CHAIN.name,
        AUDIT_SEALS.name,
    )


def verify(store: GraphStore, trust: SealTrust | None = None) -> Iterator[tuple[str, tuple[Violation, ...]]]:
    """Check rule after rule; yields each rule's name with what it found. Without `trust` any key may have sealed the audit."""
    for rule in LIMITED_RULES:
        found = store.many(rule, Limited(FINDINGS_A_RULE), seconds=SCAN_SECONDS)
        yield rule.name, tuple(Violation(rule.name, f.subject, f.problem) for f in found)
    shapes = [{"type": e.type, "sources": list(e.sources), "targets": list(e.targets)} for e in all_edges().values()]
    wrong = store.many(LINKS_OF_WRONG_SHAPE, Shapes(shapes, FINDINGS_A_RULE), seconds=SCAN_SECONDS)
    yield LINKS_OF_WRONG_SHAPE.name, tuple(Violation(LINKS_OF_WRONG_SHAPE.name, f.subject, f.problem) for f in wrong)
    legal = [{"label": label, "states": [state.value for state in states]} for label, states in LIFECYCLES.items()]
    illegal = store.many(STATES_OUTSIDE_LIFECYCLE, Lifecycles(legal, FINDINGS_A_RULE), seconds=SCAN_SECONDS)
    yield STATES_OUTSIDE_LIFECYCLE.name, tuple(Violation(STATES_OUTSIDE_LIFECYCLE.name, f.subject, f.problem) for f in illegal)
    orphans = store.many(ORPHANS, Alone(MAY_STAND_ALONE, FINDINGS_A_RULE), seconds=SCAN_SECONDS)
    yield ORPHANS.name, tuple(Violation(ORPHANS.name, f.subject, f.problem) for f in orphans)
    broken = islice(chain_problems(store), FINDINGS_A_RULE)
    yield AUDIT_CHAIN.name, tuple(Violation(AUDIT_CHAIN.name, subject, problem) for subject, problem in broken)
    _, seals = wrong_seals(store, trust)
    yield AUDIT_SEALS.name, tuple(Violation(AUDIT_SEALS.name, subject, problem) for subject, problem in seals)
