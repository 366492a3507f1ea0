"""What a run of a model says of itself, kept with the run: what it saw, what it chose, how good it was found, where it ends."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from gnn.identity.resolver import Resolution
from gnn.matching.report import TuningReport
from gnn.proposing.identity import Found, Line
from gnn.proposing.matches import Market, Match
from gnn.proposing.people import People
from gnn.snapshots.manifest import Manifest

# Bins of what is watched over time: fine enough to show a shift, coarse enough to hold many.
_BINS: Final = 10


class ModelCard(msgspec.Struct, frozen=True, kw_only=True):
    """`saw` counts what the model was given, `chose` are its settings, `found` its figures on held-out or decided pairs.

    `watched` are histograms (shares that add up to 1, by name of the bin) of what went in and came out, for comparison with
    other runs: a model is only as good as the data are alike.
    """

    model: str
    purpose: str
    limits: Sequence[str]
    known_at: str
    valid_at: str
    snapshot_hash: str
    weights_hash: str
    saw: Mapping[str, int]
    chose: Mapping[str, str | float]
    found: Mapping[str, float]
    watched: Mapping[str, Mapping[str, float]]


def read_card(text: str) -> ModelCard | None:
    """The card of a run; None where a run has none that this version reads."""
    try:
        return msgspec.json.decode(text, type=ModelCard)
    except msgspec.DecodeError:
        return None


def identity_card(manifest: Manifest, people: People, resolution: Resolution, line: Line, found: Sequence[Found]) -> ModelCard:
    """Of the resolver without labels, with the line that verdicts drew through its log-odds."""
    cells = people.table.cells
    filled = {name: int((cells[name] != "").sum()) / max(len(cells), 1) for name in cells.columns}
    labels = people.labels
    return ModelCard(
        model="velocity-identity",
        purpose="Proposes which records are one person, and which persons share a household, for people to decide.",
        limits=(
            "Its probabilities are its own, and verdicts only shift and stretch them: nothing is joined without a person.",
            "Families who share contact points and write few first names are where it errs most.",
        ),
        known_at=manifest.known_at.isoformat(),
        valid_at=manifest.valid_at.isoformat(),
        snapshot_hash=manifest.content_hash,
        weights_hash=_hash_of(*resolution.model, np.array(line)),
        saw={
            "records": len(people.table),
            "clients": len(set(people.clients)),
            "pairs": len(resolution.pairs.first),
            "verdicts_same": int(labels.match.sum()),
            "verdicts_not_same": int((~labels.match).sum()),
        },
        chose={
            **{f"column {column.name}": column.kind.value for column in resolution.types},
            "slope": round(line.slope, 6),
            "shift": round(line.shift, 6),
        },
        found={"proposed": float(len(found)), "expected_right": float(sum(one.probability for one in found))},
        watched={
            "probability of what is proposed": _shares([one.probability for one in found]),
            **{f"{name} is given": {"yes": share, "no": 1.0 - share} for name, share in sorted(filled.items())},
        },
    )


def matching_card(manifest: Manifest, market: Market, report: TuningReport, found: Sequence[Match]) -> ModelCard:
    """Of the blend that was tuned on hidden events."""
    known = market.tables.known
    events = known.events.counts
    blocks = {f"block {block.block}": round(block.warm_weight, 6) for block in report.blocks if block.warm_weight}
    cold = {f"block {block.block}, new clients": round(block.cold_weight, 6) for block in report.blocks if block.cold_weight}
    return ModelCard(
        model="velocity-matching",
        purpose="Proposes which listing a client may want next, for people to decide.",
        limits=(
            "Chances are how often a rank was right of what had been hidden, for clients as a whole and not for each.",
            "What was asked for is held against what listings tell; where they tell nothing, somebody has to ask.",
        ),
        known_at=manifest.known_at.isoformat(),
        valid_at=manifest.valid_at.isoformat(),
        snapshot_hash=manifest.content_hash,
        weights_hash=_hash_of(np.frombuffer(msgspec.json.encode(report), np.uint8)),
        saw={"clients": len(market.tables.client_ids), "listings": len(market.tables.item_ids), "events": len(known.events)},
        chose={"regime": report.regime, **blocks, **cold},
        found={
            "proposed": float(len(found)),
            "expected_right": float(sum(match.chance for match in found)),
            **_reached("warm", report.warm_reached),
            **_reached("cold", report.cold_reached),
        },
        watched={
            "chance of what is proposed": _shares([match.chance for match in found]),
            "events of a client": _counted(events),
            "weight of blocks in a score": _parts(blocks),
        },
    )


def _reached(group: str, figures: Sequence[float]) -> dict[str, float]:
    return {f"NDCG and recall, {group} {at}": round(figure, 6) for at, figure in enumerate(figures)}


def _shares(values: Sequence[float]) -> dict[str, float]:
    """A histogram of probabilities."""
    counts, _ = np.histogram(np.asarray(values, np.float64), bins=_BINS, range=(0.0, 1.0))
    total = max(int(counts.sum()), 1)
    return {f"{at / _BINS:.1f}": float(count / total) for at, count in enumerate(counts.tolist())}


def _parts(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights as parts of their sum."""
    whole = sum(map(abs, weights.values()))
    return {name: abs(weight) / whole for name, weight in weights.items()}


def _counted(counts: npt.NDArray[np.int64]) -> dict[str, float]:
    """A histogram of counts, in powers of two."""
    steps = np.where(counts > 0, np.log2(np.maximum(counts, 1)).astype(np.int64) + 1, 0)
    found = np.bincount(steps)
    names = ["none", *(f"{2**at} to {2 ** (at + 1) - 1}" for at in range(len(found) - 1))]
    return {name: float(count / max(len(counts), 1)) for name, count in zip(names, found.tolist(), strict=True)}


def _hash_of(*arrays: npt.NDArray[np.generic]) -> str:
    """SHA-256 over the bytes of arrays."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(str(array.shape).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
