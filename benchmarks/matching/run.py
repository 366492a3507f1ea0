"""`python -m benchmarks.matching`: measure one part or all, keep the results, write the page."""

import csv
import subprocess
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import msgspec
import numpy as np
import typer

from benchmarks.machine import this_occasion
from benchmarks.matching.compare import PEERS_PYTHON, compare
from benchmarks.matching.demo_tables import write_demo_files
from benchmarks.matching.measuring import run_recommend
from benchmarks.matching.page import write_page
from benchmarks.matching.peers import TUNED_EASE, TUNED_GF_CF, TUNED_ITEM_KNN, popularity, recent_popularity
from benchmarks.matching.results import RESULTS, Compared, Rung, keep, kept
from benchmarks.matching.tables import read_task

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
# (clients, items, events): the last is the size of a public check-in set.
LADDER = ((2_000, 4_000, 50_000), (10_000, 15_000, 250_000), (30_000, 40_000, 800_000))
_DEMO_SEED = 7


class Part(StrEnum):
    """What can be measured alone."""

    LASTFM = "lastfm"
    DEMO = "demo"
    LADDER = "ladder"


@app.command()
def bench(
    only: Annotated[Part | None, typer.Option(help="measure only this; the rest of results.json stays")] = None,
    lastfm: Annotated[
        Path | None, typer.Option(help="folder with train.txt, test.txt and trust.txt of LightGCN's lastfm")
    ] = None,
    demo_clients: Annotated[int, typer.Option(min=50, help="size of the demo graph")] = 2_000,
    rungs: Annotated[int, typer.Option(min=1, max=len(LADDER), help="how many sizes of the ladder, from below")] = len(LADDER),
) -> None:
    """Measure proposals beside peers on two cores; 10 minutes.

    Example:  python -m benchmarks.matching --only lastfm --lastfm ~/lastfm
    """
    results = kept()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if only in {None, Part.LASTFM} and lastfm:
            results = msgspec.structs.replace(results, sets={**results.sets, "lastfm": _lastfm(lastfm, folder)})
        if only in {None, Part.DEMO}:
            results = msgspec.structs.replace(results, sets={**results.sets, "demo": _demo(demo_clients, folder)})
        if only in {None, Part.LADDER}:
            results = msgspec.structs.replace(results, ladder=[_rung(*size, folder) for size in LADDER[:rungs]])
    keep(results)
    write_page(results)
    if PEERS_PYTHON.exists():
        subprocess.run([PEERS_PYTHON, RESULTS.with_name("plots.py"), RESULTS, RESULTS.parent], check=True)


def _lastfm(source: Path, folder: Path) -> Compared:
    train, test = (
        _converted(source / f"{name}.txt", folder / f"{name}.csv", "client,item,weight") for name in ("train", "test")
    )
    trust = _converted(source / "trust.txt", folder / "trust.csv", "client,related")
    ours = {
        "velocity recommend": ("--interactions", train),
        "velocity recommend, with friends": ("--interactions", train, "--relations", trust),
        "velocity recommend, with the graph net": ("--interactions", train, "--net", folder / "net"),
        "velocity recommend, with both": ("--interactions", train, "--relations", trust, "--net", folder / "both"),
    }
    peers = {"popularity": popularity, "ItemKNN": TUNED_ITEM_KNN, "EASE": TUNED_EASE, "GF-CF": TUNED_GF_CF}
    return compare("LastFM, authors' split", read_task(train, test), ours, peers, folder)


def _converted(source: Path, target: Path, header: str) -> Path:
    """Words between blanks to cells; the header says how many are taken."""
    width = header.count(",") + 1
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(line.split()[:width] for line in lines)
    return target


def _demo(clients: int, folder: Path) -> Compared:
    files = write_demo_files(clients, _DEMO_SEED, folder)
    ours = {"velocity recommend": ("--interactions", files.train, "--items", files.items, "--clients", files.clients)}
    peers = {
        "recent popularity (7 days)": recent_popularity(7),
        "recent popularity (30 days)": recent_popularity(30),
        "recent popularity (90 days)": recent_popularity(90),
        "popularity": popularity,
        "EASE": TUNED_EASE,
        "GF-CF": TUNED_GF_CF,
    }
    task = read_task(files.train, files.test, files.items, files.clients)
    return compare(f"demo graph of {clients:,} clients, cut in time", task, ours, peers, folder)


def _rung(clients: int, items: int, events: int, folder: Path) -> Rung:
    train = _drawn(clients, items, events, folder / "ladder.csv")
    cost = run_recommend("--interactions", train, "--out", folder / "ladder_out.csv")
    return Rung(clients, items, events, cost, this_occasion())


def _drawn(clients: int, items: int, events: int, path: Path) -> Path:
    """Zipf popularity in 200 overlapping tastes; made-up, for cost only: nothing about quality follows from it."""
    chance = np.random.default_rng(5)
    client = np.sort(np.minimum((chance.pareto(1.2, events) * clients / 20).astype(np.int64), clients - 1))
    client = np.concatenate([np.arange(clients), client[: events - clients]])
    place = np.minimum((chance.pareto(0.9, events) * 8).astype(np.int64), items - 1)
    item = (place + (client % 200) * (items // 200)) % items
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("client", "item"))
        writer.writerows(zip((f"c{c}" for c in client), (f"i{i}" for i in item), strict=True))
    return path
