"""`python -m benchmarks.identity`: measure one set or all, keep the results, write the page."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import msgspec
import typer

from benchmarks.identity.page import write_page
from benchmarks.identity.person_sets import PEERS_PYTHON, SETS, PersonSet, made
from benchmarks.identity.results import RESULTS, Measured, Row, keep, kept
from benchmarks.identity.scoring import calibrated, household, row
from benchmarks.identity.truth import Scored, Truth, read_clusters, read_pairs, read_truth
from benchmarks.machine import this_occasion
from benchmarks.matching.measuring import Cost, run_measured

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
PEERS: Final = {"Splink": "peer_splink.py", "recordlinkage ECM": "peer_ecm.py"}
OURS: Final = "velocity resolve"


class Different(SystemExit):
    """The same files got two answers."""


@app.command()
def bench(
    only: Annotated[list[str] | None, typer.Option(help=f"measure only these of {', '.join(SETS)}; the rest stays")] = None,
) -> None:
    """Measure who is who beside peers on two cores; 20 minutes for all sets.

    Example:  python -m benchmarks.identity --only fake_1000 --only febrl3
    """
    if unknown := set(only or ()) - set(SETS):
        raise typer.BadParameter(f"there is no set {min(unknown)}; there are {', '.join(SETS)}")
    results = kept()
    _compile()
    for key in only or SETS:
        with TemporaryDirectory() as name:
            results = msgspec.structs.replace(results, sets={**results.sets, key: measured(SETS[key], Path(name) / key)})
        keep(results)
        write_page(results)
    subprocess.run([PEERS_PYTHON, RESULTS.with_name("plots.py"), RESULTS, RESULTS.parent], check=True)


def _compile() -> None:
    """A run that is not timed: the first one in a checkout compiles the inner loops, all others find them."""
    with TemporaryDirectory() as name:
        folder = made(SETS["fake_1000"], Path(name) / "fake_1000")
        _resolved(SETS["fake_1000"], folder, "compiling")


def measured(person_set: PersonSet, folder: Path) -> Measured:
    """One set: ours twice, each peer once."""
    made(person_set, folder)
    truth = read_truth(folder, person_set.files, person_set.groups)
    first, second = (_resolved(person_set, folder, attempt) for attempt in ("first_run", "second_run"))
    answers = _answers(folder, "first_run")
    if answers != _answers(folder, "second_run"):
        raise Different(f"{person_set.name}: two runs on the same files gave two answers")
    pairs = read_pairs(folder / "first_run.pairs.csv", truth)
    ours = row(OURS, first, pairs, truth, read_clusters(folder / "first_run.clusters.csv", truth))
    return Measured(
        name=person_set.name,
        occasion=this_occasion(),
        records=len(truth.ids),
        people=truth.people,
        true_pairs=int(truth.true_pairs.sum()),
        answers=answers,
        second_run=second,
        rows=[ours, *(_peer(peer, person_set, folder, truth) for peer in PEERS)],
        calibrated=calibrated(pairs, truth),
        household=household(pairs, truth),
    )


def _resolved(person_set: PersonSet, folder: Path, attempt: str) -> Cost:
    files = [str(folder / name) for name in person_set.files]
    out = ["--out", str(folder / f"{attempt}.pairs.csv"), "--clusters", str(folder / f"{attempt}.clusters.csv")]
    return run_measured([str(Path(sys.executable).with_name("velocity")), "resolve", *files, *out, *person_set.options])


def _answers(folder: Path, attempt: str) -> tuple[str, str]:
    pairs, clusters = (
        hashlib.sha256((folder / f"{attempt}.{kind}.csv").read_bytes()).hexdigest() for kind in ("pairs", "clusters")
    )
    return pairs, clusters


def _peer(peer: str, person_set: PersonSet, folder: Path, truth: Truth) -> Row:
    out, task = folder / f"{PEERS[peer]}.csv", folder / f"{PEERS[peer]}.json"
    task.write_text(json.dumps(_task(person_set, folder, out)), encoding="utf-8")
    try:
        cost = run_measured([str(PEERS_PYTHON), str(Path(__file__).with_name(PEERS[peer])), str(task)])
    except SystemExit as ended:
        return Row(method=peer, failed=str(ended))
    return row(peer, cost, _each_once(read_pairs(out, truth)), truth, None)


def _each_once(pairs: Scored) -> Scored:
    """Refuses a list that holds a pair twice: it would count twice."""
    both = {(min(a, b), max(a, b)) for a, b in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)}
    if len(both) != len(pairs.first) or any(a == b for a, b in both):
        raise ValueError("a peer listed a pair twice; its script has to list each once")
    return pairs


def _task(person_set: PersonSet, folder: Path, out: Path) -> dict[str, object]:
    return {
        "files": [str(folder / name) for name in person_set.files],
        "is_link": person_set.is_link,
        "columns": dict(person_set.columns),
        "dates": list(person_set.dates),
        "out": str(out),
    }
