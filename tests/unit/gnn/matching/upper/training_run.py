"""A training run in a process of its own, to be killed: `python training_run.py CHECKPOINT OUT EPOCHS`."""

import sys
from pathlib import Path

import torch

from gnn.matching.regimes import Regime
from gnn.matching.upper.joining import practice_of
from gnn.matching.upper.keeping import Checkpoint, key_of, save_learned
from gnn.matching.upper.towers import NeuralSettings
from gnn.matching.upper.training import Practice, train
from tests.unit.gnn.matching import planted

SETTINGS = NeuralSettings(width=16, batch=64)


def practice() -> Practice:
    """Clients who stay with one style, of listings with attributes."""
    return practice_of(planted.alike_items(), Regime.MISSING, SETTINGS)


def main(checkpoint: str, out: str, epochs: str) -> None:
    """Train to the end, from where an earlier run was killed."""
    torch.set_num_threads(1)
    some = practice()
    for epoch, learned in train(some, int(epochs), Checkpoint(Path(checkpoint), key_of(some))):
        print(epoch, flush=True)  # noqa: T201 - whoever kills us waits for it
        last = learned
    save_learned(last, Path(out), key_of(some))


if __name__ == "__main__":
    main(*sys.argv[1:])
