"""What the tuner chose and why, for programs (JSON) and for people (lines of text)."""

from collections.abc import Iterator

import msgspec

from gnn.matching.blending import Found
from gnn.matching.blocks.graph_filter import FilterSettings
from gnn.matching.choices import Choice, Weighed
from gnn.matching.effort import Effort
from gnn.matching.known import Known
from gnn.matching.tuning import Tuned


class BlockReport(msgspec.Struct, frozen=True):
    """One block that was tried: its weight among clients with and without history, and what it reached alone there."""

    block: str
    warm_weight: float
    cold_weight: float
    warm_alone: float | None
    cold_alone: float | None


class TuningReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was decided. `reached` is the mean of NDCG@k and recall@k over the clients that were held out."""

    regime: str
    why: str
    data: dict[str, int | bool]
    holdouts: list[tuple[str, int]]
    effort: Effort
    filter_settings: FilterSettings
    blocks: list[BlockReport]
    warm_reached: list[float]
    cold_reached: list[float]


def tuning_report(known: Known, tuned: Tuned) -> TuningReport:
    """The report of one tuning."""
    return TuningReport(
        regime=tuned.verdict.regime,
        why=tuned.verdict.why,
        data=_looked_at(known),
        holdouts=list(tuned.holdouts),
        effort=tuned.effort,
        filter_settings=tuned.settings,
        blocks=[_block(tuned, number, choice) for number, choice in enumerate(tuned.tried)],
        warm_reached=_reached(tuned.warm),
        cold_reached=_reached(tuned.cold),
    )


def _looked_at(known: Known) -> dict[str, int | bool]:
    events = known.events
    return {
        "clients": events.clients,
        "items": events.items,
        "interactions": len(events),
        "clients_without_history": int((events.counts == 0).sum()),
        "items_never_taken_up": int((events.takers == 0).sum()),
        "has_order": known.has_order,
        "has_clock": known.has_clock,
        "has_weights": events.weight is not None,
        "item_values": len(known.item_values.names) if known.item_values else 0,
        "client_values": len(known.client_values.names) if known.client_values else 0,
        "relations": int(known.relations.nnz) // 2 if known.relations is not None else 0,
        "disliked": int(known.disliked.nnz) if known.disliked is not None else 0,
    }


def _block(tuned: Tuned, number: int, choice: Choice) -> BlockReport:
    return BlockReport(
        named(choice),
        _weight(tuned.blend.warm, choice),
        _weight(tuned.blend.cold, choice),
        tuned.warm.alone[number] if tuned.warm else None,
        tuned.cold.alone[number] if tuned.cold else None,
    )


def named(choice: Choice) -> str:
    """A choice in words."""
    extras = [f"half-life {choice.half_life:.4g}"] if choice.half_life else []
    extras += [f"penalty {choice.penalty:g}"] if choice.penalty else []
    extras += [str(choice.memory)] if choice.is_personal and str(choice.memory) != "all alike" else []
    return choice.kind.value + (f" ({', '.join(extras)})" if extras else "")


def _weight(chosen: tuple[Weighed, ...], choice: Choice) -> float:
    return next((each.weight for each in chosen if each.choice == choice), 0.0)


def _reached(found: Found | None) -> list[float]:
    return [step.reached for step in found.steps] if found else []


def summary(report: TuningReport) -> Iterator[str]:
    """The report in a few lines."""
    looked = report.data
    yield f"{looked['interactions']:,} interactions of {looked['clients']:,} clients with {looked['items']:,} items"
    yield f"validated as {report.regime}: {report.why}"
    yield "held out: " + ", ".join(f"{clients:,} clients ({kind})" for kind, clients in report.holdouts)
    yield _chosen("with", [(block.warm_weight, block.block) for block in report.blocks], report.warm_reached)
    yield _chosen("without", [(block.cold_weight, block.block) for block in report.blocks], report.cold_reached)


def _chosen(who: str, blocks: list[tuple[float, str]], reached: list[float]) -> str:
    chosen = ", ".join(f"{weight:g} x {name}" for weight, name in blocks if weight)
    figure = f"; mean of NDCG and recall on held-out clients {reached[-1]:.4f}" if reached else ""
    return f"clients {who} history: {chosen}{figure}"
