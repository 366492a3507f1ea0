"""The weekly sample of what a model keeps silent about: pairs drawn at random, so that what it misses can be counted.

Verdicts about proposals alone say how often a model is right where it speaks. What it overlooks shows only where
nobody was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec
import numpy as np
from scipy.special import expit

from gnn.identity.resolver import Resolution
from gnn.proposing.cards import ModelCard
from gnn.proposing.identity import AS_IT_IS, Found, Line, identity_proposals
from gnn.proposing.people import People
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.model_runs import ModelRun
from graph_schema.proposals import Proposal, ProposalKind

AUDIT: Final = Actor("velocity-audit", ActorKind.MODEL, frozenset({Role.MODEL}), "Random sample of what was not proposed")
# Layers of probability below the threshold; each gives the same number of pairs, since nearly all lie in the lowest.
_LAYERS: Final = (0.0, 0.01, 0.05, 0.2, 1.0)


class Drawing(msgspec.Struct, frozen=True):
    """How a pair came to be drawn: in which week, from which layer, and how many pairs of that layer it stands for."""

    week: str
    layer: int
    stands_for: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pair that was drawn, and how."""

    found: Found
    drawing: Drawing


def audit_sample(people: People, resolution: Resolution, least: float, week: str, size: int) -> list[Drawn]:
    """`size` pairs of two clients that nobody asks about, less likely than `least`; the same for the same week and snapshot.

    Only candidates can be drawn: pairs that share nothing at all are not among them.
    """
    layers = _silent(people, resolution, least)
    chance = np.random.default_rng(int.from_bytes(week.encode(), "big") % (1 << 63))
    each = max(1, size // max(1, sum(bool(layer) for layer in layers)))
    drawn: list[Drawn] = []
    for number, layer in enumerate(layers):
        chosen = sorted(chance.choice(len(layer), min(each, len(layer)), replace=False).tolist()) if layer else []
        drawing = Drawing(week, number, len(layer) / max(len(chosen), 1))
        drawn += [Drawn(layer[at], drawing) for at in chosen]
    return drawn


def _silent(people: People, resolution: Resolution, least: float) -> list[list[Found]]:
    pairs = resolution.pairs
    person = expit(pairs.person.astype(np.float64))
    decided = set(zip(people.labels.first.tolist(), people.labels.second.tolist(), strict=True))
    layers: list[list[Found]] = [[] for _ in _LAYERS[1:]]
    order = np.lexsort((pairs.second, pairs.first))
    for at in order[person[order] < least].tolist():
        left, right = sorted((int(pairs.first[at]), int(pairs.second[at])))
        if people.clients[left] != people.clients[right] and (left, right) not in decided:
            layer = int(np.searchsorted(_LAYERS, person[at], side="right")) - 1
            layers[layer].append(Found(left, right, ProposalKind.IDENTITY_LINK, float(person[at]), float(person[at])))
    return layers


def audit_proposals(
    people: People, resolution: Resolution, drawn: Sequence[Drawn], run: ModelRun, line: Line = AS_IT_IS
) -> list[Proposal]:
    """The drawn pairs as questions, each with how it was drawn; a reviewer is told that it is a sample."""
    made = identity_proposals(people, resolution, [one.found for one in drawn], run, line)
    return [_sampled(proposal, one.drawing) for proposal, one in zip(made, drawn, strict=True)]


def _sampled(proposal: Proposal, drawing: Drawing) -> Proposal:
    told = f"audit_sample: drawn at random in {drawing.week}; the model itself would not have asked"
    return replace(
        proposal,
        proposed_by=AUDIT,
        reasons=(told, *proposal.reasons),
        payload_json=msgspec.json.encode(drawing).decode(),
        opinion=replace(proposal.opinion, contributions=(0.0, *proposal.opinion.contributions)) if proposal.opinion else None,
    )


def audit_card(of: ModelCard, week: str, drawn: Sequence[Drawn]) -> ModelCard:
    """The card of a week's sample: of which run it is a sample, and how many pairs each layer gave. A run for each week."""
    taken = {f"drawn from layer {at}": float(sum(one.drawing.layer == at for one in drawn)) for at in range(len(_LAYERS) - 1)}
    return msgspec.structs.replace(
        of,
        model=AUDIT.id,
        purpose=f"A random sample, for {week}, of pairs that {of.model} does not propose, to count what it overlooks.",
        limits=("Only candidates are drawn: two records that share nothing at all are not among them.",),
        weights_hash=f"{of.weights_hash} {week}",
        found=taken,
    )


def overlooked(verdicts: Sequence[tuple[Drawing, bool]]) -> float:
    """How many pairs of one person the model keeps silent about, by what a sample found: each stands for its layer."""
    return sum(drawing.stands_for for drawing, is_same in verdicts if is_same)
