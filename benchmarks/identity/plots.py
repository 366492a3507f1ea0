"""The results drawn by the peers' Python: `python plots.py results.json FOLDER` writes an SVG a set: how precise at which
recall, and whether what was promised happened."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

mpl.use("Agg")
mpl.rcParams["svg.hashsalt"] = "velocity"
mpl.rcParams["svg.fonttype"] = "none"
COLOURS = {"velocity resolve": "tab:blue", "Splink": "tab:orange", "recordlinkage ECM": "tab:green"}


@dataclass(frozen=True)
class Method:
    """What is drawn of one method: (recall, precision) and (promised, happened)."""

    name: str
    curve: list[tuple[float, float]]
    reliability: list[tuple[float, float]]


def main(results: str, folder: str) -> None:
    """Draw what was kept."""
    kept = json.loads(Path(results).read_text(encoding="utf-8"))
    for key, measured in kept["sets"].items():
        methods = [
            Method(row["method"], row["curve"], [(part["promised"], part["happened"]) for part in row["reliability"]])
            for row in measured["rows"]
            if row["curve"]
        ]
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2))
        figure.suptitle(measured["name"])
        _precision(left, methods)
        _reliability(right, methods)
        figure.tight_layout()
        figure.savefig(Path(folder) / f"{key}.svg", metadata={"Date": None})
        plt.close(figure)


def _precision(axis: Axes, methods: list[Method]) -> None:
    for method in methods:
        axis.plot(*zip(*method.curve, strict=True), label=method.name, color=COLOURS[method.name])
    axis.axhline(0.99, color="grey", linewidth=0.7, linestyle=":")
    axis.set(xlabel="recall", ylabel="precision", xlim=(0, 1.01), ylim=(0.5, 1.01))
    axis.legend(loc="lower left")


def _reliability(axis: Axes, methods: list[Method]) -> None:
    axis.plot([0, 1], [0, 1], color="grey", linewidth=0.7, linestyle=":")
    for method in methods:
        drawn = zip(*method.reliability, strict=True)
        axis.plot(*drawn, marker="o", markersize=3, label=method.name, color=COLOURS[method.name])
    axis.set(xlabel="promised probability (bins of equal mass)", ylabel="part that came true")


if __name__ == "__main__":
    main(*sys.argv[1:])
