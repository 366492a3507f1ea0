"""The laws of identity on the real Neo4j. `make laws SEED=n` runs more of them, longer."""

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from cypher.store import GraphStore
from tests.laws.identity_machine import IdentityMachine

RUNS = int(os.environ.get("VELOCITY_LAW_RUNS", "200"))
STEPS = int(os.environ.get("VELOCITY_LAW_STEPS", "30"))
SEED = int(os.environ.get("VELOCITY_LAW_SEED", "1"))


@pytest.mark.timeout(0)
def test_merges_splits_and_undos_in_any_order(migrated: GraphStore) -> None:
    """unmerge after merge leaves no trace, all orders of the same accepted links say the same, a refusal changes nothing."""

    class Machine(IdentityMachine):
        store = migrated

    run_state_machine_as_test(
        seed(SEED)(Machine),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
