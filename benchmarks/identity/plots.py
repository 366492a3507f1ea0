"""The results drawn by the peers' Python: `python plots.py results.json FOLDER` writes an SVG a set: how precise at which
recall, and whether what was promised happened."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

mpl.use("Agg")
mpl.rcParams["svg.hashsalt"] = "velocity"
mpl.rcParams["svg.fonttype"] = "none"
COLOURS = {"velocity resolve": "tab:blue", "Splink": "tab:orange", "recordlinkage ECM": "tab:green"}


def main(results: str, folder: str) -> None:
    """Draw what was kept."""
    kept = json.loads(Path(results).read_text(encoding="utf-8"))
    for key, measured in kept["sets"].items():
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2))
        figure.suptitle(measured["name"])
        _precision(left, measured["rows"])
        _reliability(right, measured["rows"])
        figure.tight_layout()
        figure.savefig(Path(folder) / f"{key}.svg", metadata={"Date": None})
        plt.close(figure)


def _precision(axis: Axes, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["curve"]:
            recall, precision = zip(*row["curve"], strict=True)
            axis.plot(recall, precision, label=row["method"], color=COLOURS[row["method"]])
    axis.axhline(0.99, color="grey", linewidth=0.7, linestyle=":")
    axis.set(xlabel="recall", ylabel="precision", xlim=(0, 1.01), ylim=(0.5, 1.01))
    axis.legend(loc="lower left")


def _reliability(axis: Axes, rows: list[dict[str, Any]]) -> None:
    axis.plot([0, 1], [0, 1], color="grey", linewidth=0.7, linestyle=":")
    for row in rows:
        bins = row["reliability"]
        promised, happened = ([part[name] for part in bins] for name in ("promised", "happened"))
        axis.plot(promised, happened, marker="o", markersize=3, label=row["method"], color=COLOURS[row["method"]])
    axis.set(xlabel="promised probability (bins of equal mass)", ylabel="part that came true")


if __name__ == "__main__":
    main(*sys.argv[1:])
