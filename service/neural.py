"""The door to the trained storeys: their libraries are an extra that an install may lack."""

from pathlib import Path

from gnn.matching.recommend import Storey
from graph_schema.errors import SetupFailed


def neural_storey(folder: Path) -> Storey:
    """The graph net of matching, kept in a folder.

    Raises:
        SetupFailed: torch is not installed, or the folder cannot be made.
    """
    try:
        from gnn.matching.upper.storey import NetStorey  # noqa: PLC0415 - torch takes seconds to import, and may be absent
    except ModuleNotFoundError as absent:
        raise SetupFailed(
            f"the graph net needs {absent.name}, which is not installed",
            hint="install the extra: pip install 'velocity-client-graph[neural]'",
        ) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SetupFailed(f"{folder} cannot be made: {problem}", hint="name a folder that can be written") from None
    return NetStorey(folder)


def verdict_of(folder: Path) -> str:
    """What the card of a folder says, in a line."""
    from gnn.matching.upper.storey import read_card  # noqa: PLC0415 - see above

    card = read_card(folder)
    verdict = f"joins at weight {card.weight:.3g}" if card.promoted else "stays out"
    found = f"{card.gain:+.4f} ({card.gain_low:+.4f} to {card.gain_high:+.4f}) beside {card.ground:.4f}"
    return f"graph net  {verdict}: {found} of NDCG and recall, {card.clients:,} clients held out"
