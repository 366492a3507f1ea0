"""The vocabulary refuses what may not exist."""

from datetime import UTC, datetime

import pytest

from graph_schema.actors import PERMISSIONS, Actor, ActorKind, Permission, Role, require
from graph_schema.changes import EntityWrite, LinkWrite
from graph_schema.errors import Conflict, InputRefused, InvariantBroken, NotAllowed
from graph_schema.ids import Prefix, link_id, stable_id
from graph_schema.lifecycle import MOVES, BatchState, ProposalState, move
from graph_schema.manifests import (
    ApprovedManifest,
    ColumnMapping,
    MappingManifest,
    MappingTarget,
    UnresolvedColumn,
    manifest_from_json,
    manifest_to_json,
)
from graph_schema.natural_keys import client_uid, email_uid, profile_uid
from graph_schema.provenance import RESERVED, Provenance
from graph_schema.registry import all_edges, all_nodes, spec_of

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
PROVENANCE = Provenance.manual(actor="ada", method="test/1", decision="dec_1", recorded_at=NOW)


def test_ids_are_the_same_for_the_same_parts_and_only_then() -> None:
    assert stable_id(Prefix.CLIENT, "a", "bc") == stable_id(Prefix.CLIENT, "a", "bc")
    assert stable_id(Prefix.CLIENT, "a", "bc") != stable_id(Prefix.CLIENT, "ab", "c")
    assert link_id("NAMED", "x", "y") != link_id("NAMED", "x", "y", "row 2")


def test_every_label_has_its_own_prefix_and_a_meaning() -> None:
    prefixes = [spec.prefix for spec in all_nodes().values()]
    assert len(prefixes) == len(set(prefixes))
    assert set(prefixes) | {"lnk"} == {prefix.value for prefix in Prefix}
    assert all(spec.meaning.endswith(".") for spec in all_nodes().values())
    assert all(spec.meaning.endswith(".") for spec in all_edges().values())
    assert spec_of("cli").label == "Client"


def test_every_edge_joins_declared_labels_and_keeps_off_reserved_names() -> None:
    for spec in all_edges().values():
        assert set(spec.sources) | set(spec.targets) <= set(all_nodes())
        assert not spec.property_names & RESERVED


def test_an_edge_between_the_wrong_labels_cannot_be_built() -> None:
    with pytest.raises(InvariantBroken, match="RESOLVES_TO cannot join"):
        LinkWrite("RESOLVES_TO", email_uid("a@example.com"), client_uid("x"), PROVENANCE)


def test_an_edge_without_provenance_cannot_be_built() -> None:
    with pytest.raises(TypeError, match="provenance"):
        LinkWrite("RESOLVES_TO", profile_uid("crm", "1"), client_uid("x"))  # type: ignore[call-arg]  # that is the point


def test_undeclared_properties_and_foreign_uids_cannot_be_built() -> None:
    with pytest.raises(InvariantBroken, match="nickname"):
        EntityWrite("Client", client_uid("x"), {"nickname": "Bo"})
    with pytest.raises(InvariantBroken, match="is not the uid of a Client"):
        EntityWrite("Client", email_uid("a@example.com"), {})


@pytest.mark.parametrize("wrong", [{"actor": ""}, {"method": ""}])
def test_provenance_needs_an_actor_and_a_method(wrong: dict[str, str]) -> None:
    said = {"actor": "ada", "method": "test/1", **wrong}
    with pytest.raises(ValueError, match="say where the fact comes from"):
        Provenance.manual(actor=said["actor"], method=said["method"], decision="dec_1", recorded_at=NOW)


def test_provenance_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Provenance.manual(actor="a", method="m", decision="d", recorded_at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_agents_and_models_may_decide_nothing_whatever_their_roles() -> None:
    for kind in (ActorKind.AGENT, ActorKind.MODEL, ActorKind.SYSTEM):
        actor = Actor("x", kind, frozenset(Role))
        for permission in (Permission.DECIDE, Permission.APPROVE_IMPORT, Permission.ERASE):
            with pytest.raises(NotAllowed, match="only humans"):
                require(actor, permission)


def test_the_policy_table_row_by_row() -> None:
    assert Permission.DECIDE in PERMISSIONS[Role.REVIEWER]
    assert [role for role, held in PERMISSIONS.items() if Permission.DECIDE in held] == [Role.REVIEWER]
    assert PERMISSIONS[Role.PERCEPTION] == {Permission.OBSERVE}
    assert PERMISSIONS[Role.ANALYST] == {Permission.READ_GRAPH}


def test_only_moves_of_the_table_are_legal() -> None:
    assert move("batch", BatchState.PLANNED, BatchState.PLAN_APPROVED).after is BatchState.PLAN_APPROVED
    with pytest.raises(Conflict, match="RECEIVED and cannot become COMMITTED"):
        move("batch", BatchState.RECEIVED, BatchState.COMMITTED)
    with pytest.raises(Conflict, match="it is final"):
        move("proposal", ProposalState.WITHDRAWN, ProposalState.ACCEPTED)
    assert {state for state in MOVES if isinstance(state, BatchState)} == set(BatchState)


def _column(position: int, target: MappingTarget) -> ColumnMapping:
    return ColumnMapping(position=position, header=f"h{position}", target=target, transform="t/1", confidence=0.9, reason="r")


def test_a_manifest_covers_each_column_exactly_once() -> None:
    with pytest.raises(InputRefused, match="exactly once"):
        MappingManifest(batch_id="bat_1", columns=(_column(1, MappingTarget.EMAIL),))
    with pytest.raises(InputRefused, match=r"name\.full"):
        MappingManifest(batch_id="b", columns=(_column(0, MappingTarget.FULL_NAME), _column(1, MappingTarget.FULL_NAME)))


def test_a_manifest_survives_storage_and_its_hash_names_its_content() -> None:
    columns = (_column(0, MappingTarget.EMAIL), UnresolvedColumn(position=1, header="?", why="nobody knows"))
    manifest = MappingManifest(batch_id="bat_1", columns=columns, region="AE")
    assert manifest_from_json(manifest_to_json(manifest)) == manifest
    assert manifest.content_hash != MappingManifest(batch_id="bat_1", columns=columns).content_hash


def test_approval_needs_a_name_and_a_decision() -> None:
    manifest = MappingManifest(batch_id="bat_1", columns=())
    with pytest.raises(InputRefused, match="decision of somebody"):
        ApprovedManifest(manifest=manifest, decision="", approved_by="ada", approved_at=NOW)
