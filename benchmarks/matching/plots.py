"""The results drawn by the peers' Python: `python plots.py results.json FOLDER` writes an SVG for each set and one of sizes."""

import json
import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

mpl.use("Agg")
mpl.rcParams["svg.hashsalt"] = "velocity"


def main(results: str, folder: str) -> None:
    """Draw what was kept."""
    kept = json.loads(Path(results).read_text(encoding="utf-8"))
    for name, compared in kept["sets"].items():
        figure, axis = plt.subplots(figsize=(7, 0.45 * len(compared["rows"]) + 1))
        rows = compared["rows"][::-1]
        colours = ["tab:blue" if row["method"].startswith("velocity") else "lightgrey" for row in rows]
        bars = axis.barh([row["method"] for row in rows], [row["ndcg"] for row in rows], color=colours)
        axis.bar_label(bars, fmt="%.4f", padding=3)
        axis.set(xlabel="NDCG@20", title=compared["name"])
        axis.margins(x=0.12)
        _saved(figure, Path(folder) / f"{name}.svg")
    if kept["ladder"]:
        figure, axis = plt.subplots(figsize=(6, 3.5))
        size = [rung["interactions"] for rung in kept["ladder"]]
        axis.loglog(size, [rung["cost"]["seconds"] for rung in kept["ladder"]], marker="o", label="seconds")
        axis.loglog(size, [rung["cost"]["peak_mb"] for rung in kept["ladder"]], marker="s", label="peak memory, MB")
        axis.set(xlabel="interactions", title="velocity recommend by size")
        axis.legend()
        _saved(figure, Path(folder) / "sizes.svg")


def _saved(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main(*sys.argv[1:])
