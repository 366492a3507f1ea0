"""Ours and the peers on one set, by one evaluator."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import scipy.sparse as sp

from benchmarks.machine import this_occasion
from benchmarks.matching.measuring import Cost, run_recommend
from benchmarks.matching.peers import lists_of
from benchmarks.matching.results import Compared, Difference, Row
from benchmarks.matching.tables import Task, read_lists, read_task
from gnn.evaluation.ranking import RankingFigures, coverage, paired_bootstrap, ranking_figures, slices, warmth_groups
from gnn.matching.arrays import Bools, Floats, Ints
from service.home import CHECKOUT

K: Final = 20
_SEED: Final = 11
PEERS_PYTHON: Final = CHECKOUT / ".venv-peers" / "bin" / "python"
Method = Callable[[Task], Floats]


def compare(
    name: str, task: Task, ours: Mapping[str, tuple[str | Path, ...]], peers: Mapping[str, Method], folder: Path
) -> Compared:
    """`ours`: options of `velocity recommend` by name, the first is compared with every peer. `folder` takes the files."""
    lists, costs = _our_lists(task, ours, folder)
    for peer, method in peers.items():
        began = time.perf_counter()
        lists[peer] = lists_of(method(task), task, K)
        costs[peer] = Cost(round(time.perf_counter() - began, 1), 0.0, 0)
    if PEERS_PYTHON.exists():
        lists["implicit ALS"] = _als(task, folder)
    figures = {method: ranking_figures(found, task.targets) for method, found in lists.items()}
    groups = warmth_groups(np.diff(task.train.indptr)[task.asked])
    first = next(iter(ours))
    return Compared(
        name=name,
        occasion=this_occasion(),
        rows=[_row(method, figures[method], lists[method], task, costs.get(method)) for method in figures],
        differences=[
            found for peer in figures if peer not in ours for found in _differences(figures[first], figures[peer], peer, groups)
        ],
        slices={method: slices(figures[method], groups) for method in figures},
        chosen=[(folder / f"{method}.json").read_text(encoding="utf-8") for method in ours],
    )


def _our_lists(
    task: Task, ours: Mapping[str, tuple[str | Path, ...]], folder: Path
) -> tuple[dict[str, Ints], dict[str, Cost | None]]:
    lists: dict[str, Ints] = {}
    costs: dict[str, Cost | None] = {}
    for method, options in ours.items():
        out = folder / f"{method}.csv"
        costs[method] = run_recommend(*options, "--k", str(K), "--out", out, "--report", folder / f"{method}.json")
        lists[method] = read_lists(out, task, K)
    return lists, costs


def _als(task: Task, folder: Path) -> Ints:
    train, out = folder / "train.npz", folder / "als.npy"
    sp.save_npz(train, task.train)
    script = Path(__file__).with_name("als.py")
    subprocess.run([PEERS_PYTHON, script, train, out, str(K)], check=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    return np.asarray(np.load(out)[task.asked], np.int64)


def _row(method: str, figures: RankingFigures, found: Ints, task: Task, cost: Cost | None) -> Row:
    return Row(method, **figures.means(), coverage=coverage(found, len(task.items)), cost=cost)


def _differences(ours: RankingFigures, theirs: RankingFigures, peer: str, groups: Mapping[str, Bools]) -> list[Difference]:
    """Over all clients, and over those whom nobody had met."""
    everybody = np.ones(len(ours.ndcg), bool)
    found = []
    for who, chosen in {"all": everybody, "cold": groups["cold (0)"]}.items():
        if chosen.any():
            gap = paired_bootstrap(ours.ndcg[chosen], theirs.ndcg[chosen], seed=_SEED)
            found.append(Difference(peer, who, int(chosen.sum()), gap.mean, gap.low, gap.high))
    return found


__all__ = ["K", "compare", "read_task"]
