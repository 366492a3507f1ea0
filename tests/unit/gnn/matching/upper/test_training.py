"""The same run gives the same bits, killed or not; what is damaged or foreign is refused; new listings are served."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from gnn.matching.regimes import Regime
from gnn.matching.upper.joining import practice_of
from gnn.matching.upper.keeping import Checkpoint, key_of, load_learned, save_learned
from gnn.matching.upper.learned import Learned
from gnn.matching.upper.training import train
from graph_schema.errors import BadFile
from service.home import CHECKOUT
from tests.unit.gnn.matching import planted
from tests.unit.gnn.matching.upper.training_run import SETTINGS, practice

EPOCHS = 6
KILLED_AFTER = (1, 3, 4)


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def whole() -> Learned:
    """What a run that nobody disturbed learns."""
    torch.set_num_threads(1)
    return list(train(practice(), EPOCHS))[-1][1]


def test_the_same_run_gives_the_same_bits(whole: Learned) -> None:
    again = list(train(practice(), EPOCHS))[-1][1]
    assert again.content_hash == whole.content_hash
    other = practice_of(practice().known, Regime.MISSING, replace(SETTINGS, seed=2))
    assert list(train(other, EPOCHS))[-1][1].content_hash != whole.content_hash


def test_killed_again_and_again_it_ends_with_the_same_bits(whole: Learned, tmp_path: Path) -> None:
    script = Path(__file__).with_name("training_run.py")
    command = [sys.executable, "-W", "ignore", str(script), str(tmp_path / "state"), str(tmp_path / "out"), str(EPOCHS)]
    for after in KILLED_AFTER:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, env={"PYTHONPATH": str(CHECKOUT)}
        ) as run:
            assert run.stdout is not None
            for line in run.stdout:
                if int(line) >= after:
                    run.kill()
                    break
        assert run.returncode == -9
    subprocess.run(command, check=True, capture_output=True, cwd=CHECKOUT, env={"PYTHONPATH": str(CHECKOUT)})
    assert load_learned(tmp_path / "out", whole.taken.shape[0]).content_hash == whole.content_hash


def test_a_damaged_or_foreign_state_is_refused(tmp_path: Path) -> None:
    some, path = practice(), tmp_path / "state"
    list(train(some, 1, Checkpoint(path, key_of(some))))
    with pytest.raises(BadFile, match="another run"):
        list(train(some, 2, Checkpoint(path, "another key")))
    good = path.read_bytes()
    for bad in (good[: len(good) // 2], good[:-4] + b"\x00\x00\x80\x3f", b"", b"not a safetensors file at all"):
        path.write_bytes(bad)
        with pytest.raises(BadFile, match="damaged"):
            list(train(some, 2, Checkpoint(path, key_of(some))))


def test_damaged_or_foreign_weights_are_refused(whole: Learned, tmp_path: Path) -> None:
    path, items = tmp_path / "weights", whole.taken.shape[0]
    save_learned(whole, path, "mine")
    assert np.array_equal(load_learned(path, items, "mine").offered, whole.offered)
    for count, key in ((items + 1, "mine"), (items, "another")):
        with pytest.raises(BadFile, match="other data"):
            load_learned(path, count, key)
    good = path.read_bytes()
    for bad in (good[:-40], good[:-4] + b"\x00\x00\x80\x3f", b"", b"{}"):
        path.write_bytes(bad)
        with pytest.raises(BadFile):
            load_learned(path, items)
    with pytest.raises(BadFile):
        load_learned(tmp_path / "nothing", items)


def test_a_listing_that_nobody_took_up_is_served_by_its_attributes() -> None:
    known = planted.alike_items(items=400, styles=20)
    assert known.item_values is not None
    style = np.asarray(known.item_values.values[:, :20].argmax(1)).ravel()
    new = np.flatnonzero(known.events.takers == 0)
    assert len(new) > 20
    learned = list(train(practice_of(known, Regime.MISSING, replace(SETTINGS, width=32)), 30))[-1][1]
    scores = (known.events.matrix @ learned.taken) @ learned.offered[new].T
    of_client = style[known.events.item[known.events.start[:-1]]]
    own = scores[of_client[:, None] == style[new][None, :]].mean()
    others = scores[of_client[:, None] != style[new][None, :]].mean()
    assert own > others + scores.std()
