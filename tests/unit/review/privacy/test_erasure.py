"""What goes with a person and what stays: pure rules."""

from dataclasses import replace

import pytest

from graph_schema.errors import Conflict, InputRefused
from review.privacy.erasure import (
    PARTS,
    ErasurePlan,
    Reached,
    RowSpan,
    TextChange,
    approved_erasure,
    going_now,
    require_same,
    spans_by_batch,
)
from review.privacy.suppression import SuppressionKey

KEY = SuppressionKey(bytes(range(32)))
ROW = RowSpan("row_1", "bat_1", 2, 10, 30, "committed", 3)
PLAN = ErasurePlan(
    client="cli_1",
    nodes=(("int_1", "Interaction"), ("prf_1", "Profile")),
    edges=("lnk_1",),
    rows=(ROW,),
    texts=(TextChange("pro_1", "Proposal", {"title": "erased"}),),
    suppressions=(KEY.identifier("phn_1"),),
    key_id=KEY.id,
)


def reached(uid: str = "int_1", label: str = "Interaction", *holders: str, lookers: tuple[str, ...] = ()) -> Reached:
    return Reached(uid, label, frozenset(holders), frozenset(lookers), keys=frozenset({"uid", "name"}))


def test_what_nobody_else_holds_goes() -> None:
    assert going_now([reached("int_1", "Interaction", "prf_1", "prf_2")], {"prf_1", "prf_2"})
    assert not going_now([reached("int_1", "Interaction", "prf_1", "prf_9")], {"prf_1", "prf_2"})


def test_a_thing_of_the_business_goes_only_when_it_is_a_bare_name_that_only_the_subject_used() -> None:
    stub = reached("prp_1", "Property", "prf_1")
    assert stub.goes_with({"prf_1"})
    assert not replace(stub, leads_on=True).goes_with({"prf_1"})
    assert not replace(stub, keys=stub.keys | {"price_amount"}).goes_with({"prf_1"})
    assert not replace(stub, lookers=frozenset({"pro_of_another"})).goes_with({"prf_1"})
    assert replace(stub, lookers=frozenset({"pro_1"})).goes_with({"prf_1", "pro_1"})
    # A proposal about an interaction holds nothing: what it is about goes all the same.
    assert reached("int_1", "Interaction", "prf_1", lookers=("pro_of_another",)).goes_with({"prf_1"})


def test_the_hash_covers_every_part_of_the_list_and_names_the_one_that_moved() -> None:
    changed = {
        "nodes": replace(PLAN, nodes=PLAN.nodes[:1]),
        "edges": replace(PLAN, edges=("lnk_1", "lnk_2")),
        "rows": replace(PLAN, rows=(replace(ROW, end=31),)),
        "texts": replace(PLAN, texts=()),
        "suppressions": replace(PLAN, suppressions=()),
    }
    assert set(changed) == set(PARTS)
    for part, other in changed.items():
        with pytest.raises(Conflict, match=f"planned: {part} differ"):
            require_same(PLAN.approval(), other)
    require_same(PLAN.approval(), replace(PLAN))


def test_a_stale_plan_is_told_in_numbers() -> None:
    with pytest.raises(Conflict, match=r"Interaction 1 -> 2"):
        require_same(PLAN.approval(), replace(PLAN, nodes=(*PLAN.nodes, ("int_2", "Interaction"))))


def test_a_payload_comes_back_as_it_was_and_anything_else_is_refused() -> None:
    assert approved_erasure(PLAN.approval().as_json()) == PLAN.approval()
    assert PLAN.approval().marks == PLAN.suppressions
    with pytest.raises(InputRefused, match="no erasure plan"):
        approved_erasure('{"client": "cli_1"}')


def test_spans_are_told_once_for_each_file_and_empty_ones_not_at_all() -> None:
    rows = (ROW, replace(ROW, uid="row_2"), replace(ROW, uid="row_3", batch="bat_2", start=5, end=5))
    assert spans_by_batch(rows) == {"bat_1": ("10-30",)}
