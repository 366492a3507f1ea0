"""The trained storey as a whole: judge, train, keep, join. Its folder holds what a later run needs, and the card to read."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import torch

from gnn.matching.reading import Tables
from gnn.matching.recommend import Progress
from gnn.matching.regimes import Regime
from gnn.matching.scoring import Scorer
from gnn.matching.tuning import Tuned, Wishes
from gnn.matching.upper.joining import joined, practice_of
from gnn.matching.upper.keeping import Checkpoint, key_of, load_learned, save_learned
from gnn.matching.upper.learned import Learned
from gnn.matching.upper.promotion import Bench, Promotion, Trial, judged
from gnn.matching.upper.towers import NeuralSettings
from gnn.matching.upper.training import Practice, train
from graph_schema.errors import BadFile

# Sums of floats depend on how many threads share them.
_THREADS: Final = 2
CARD, WEIGHTS_FILE = "card.json", "weights.safetensors"
# Enough of a hash to tell folders apart.
_KEY_SHOWN: Final = 16


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to trust or refuse the net. `key` is the hash of data and settings, `weights_hash` of the weights, ""
    if it does not win and nothing was trained; gain is of the mean of NDCG@k and recall@k over `clients` held out."""

    model: str = "matching graph net"
    version: str = "1"
    key: str
    weights_hash: str
    promoted: bool
    gain: float
    gain_low: float
    gain_high: float
    confidence: float
    ground: float
    clients: int
    epochs: int
    weight: float
    predicts: str
    settings: dict[str, float]
    baseline: str = "the tuned blend of blocks without training, on the same holdouts"
    limits: str = "says nothing of clients without a history; judged on holdouts, not on what people then chose"


@dataclass(frozen=True)
class NetStorey:
    """Trains and keeps in `folder`."""

    folder: Path
    settings: NeuralSettings = field(default_factory=NeuralSettings)
    device: str = "cpu"

    def join(self, tables: Tables, tuned: Tuned, wishes: Wishes, scorer: Scorer, progress: Progress) -> Scorer:
        """The blend with the net where it wins; the card says what was found either way.

        Raises:
            BadFile: what the folder holds is damaged.
        """
        torch.set_num_threads(_THREADS)
        torch.use_deterministic_algorithms(mode=True)
        regime = tuned.verdict.regime
        practice = practice_of(tables.known, regime, self.settings, self.device)
        key = key_of(practice)
        place = self.folder / key[:_KEY_SHOWN]
        trials = place / hashlib.sha256(repr((tuned.blend, wishes)).encode()).hexdigest()[:_KEY_SHOWN]
        trials.mkdir(parents=True, exist_ok=True)
        found = judged(tables.known, tuned, wishes, Bench(self.settings, _Shelf(trials), progress))
        learned = kept_or_trained(practice, found.epochs, place, progress) if found.wins else None
        card = _card(found, self.settings, learned, key, regime)
        (self.folder / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=2))
        return joined(scorer, learned, regime, found.weight) if learned else scorer


def kept_or_trained(practice: Practice, epochs: int, place: Path, progress: Progress) -> Learned:
    """Trained on everything; taken up where it was cut, or not done again."""
    key, items = key_of(practice), practice.known.events.items
    path = place / f"{epochs}-{WEIGHTS_FILE}"
    if not path.exists():
        keeper = Checkpoint(place / f"{epochs}-training.safetensors", key)
        for epoch, learned in train(practice, epochs, keeper):
            progress("training the graph net", epoch / epochs)
            if epoch == epochs:
                save_learned(learned, path, key)
        keeper.path.unlink()
    return load_learned(path, items, key)


@dataclass(frozen=True)
class _Shelf:
    """Trials as files of plain arrays."""

    folder: Path

    def trial(self, number: int) -> Trial | None:
        """What was kept; None if nothing was. Raises BadFile where it is damaged."""
        path = self._path(number)
        if not path.exists():
            return None
        try:
            with np.load(path, allow_pickle=False) as kept:
                return Trial(kept["alone"], kept["joined"], float(kept["spread"]))
        except (OSError, ValueError, KeyError) as problem:
            raise BadFile(f"{path} is damaged: {problem}", hint="remove it; it will be made anew") from None

    def put_trial(self, number: int, trial: Trial) -> None:
        """Write beside and rename."""
        part = self._path(number).with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, alone=trial.alone, joined=trial.joined, spread=trial.spread)
        part.replace(self._path(number))

    def _path(self, number: int) -> Path:
        return self.folder / f"trial-{number}.npz"


def _card(found: Promotion, settings: NeuralSettings, learned: Learned | None, key: str, regime: Regime) -> Card:
    return Card(
        key=key,
        weights_hash=learned.content_hash if learned else "",
        promoted=found.wins,
        gain=found.gain.mean,
        gain_low=found.gain.low,
        gain_high=found.gain.high,
        confidence=found.gain.confidence,
        ground=found.ground,
        clients=found.clients,
        epochs=found.epochs,
        weight=found.weight,
        predicts=regime.value,
        settings={name: float(value) for name, value in asdict(settings).items()},
    )


def read_card(folder: Path) -> Card:
    """The card of a folder.

    Raises:
        BadFile: there is none, or it is damaged.
    """
    try:
        return msgspec.json.decode((folder / CARD).read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as problem:
        raise BadFile(f"{folder} holds no card: {problem}", hint="train with --net FOLDER first") from None
