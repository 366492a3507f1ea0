"""The results as tables on the page beside them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.identity.results import Measured, Results, Row
from benchmarks.matching.measuring import Cost
from gnn.evaluation.identity import ClusterFigures, PairFigures

PAGE: Final = Path(__file__).with_name("README.md")
_BEGIN: Final = "<!-- results: written by `python -m benchmarks.identity` -->"
_END: Final = "<!-- end of results -->"


def write_page(results: Results) -> None:
    """Put the tables between the marks of the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    after = rest.split(_END)[1]
    lines = [line for key, measured in results.sets.items() for line in _set(key, measured)]
    PAGE.write_text(f"{before}{_BEGIN}\n" + "\n".join(lines) + f"\n\n{_END}{after}", encoding="utf-8")


def _set(key: str, measured: Measured) -> Iterator[str]:
    machine, occasion = measured.occasion.machine, measured.occasion
    changed = ", with uncommitted changes" if occasion.is_changed else ""
    yield f"\n## {measured.name}\n"
    yield (
        f"{measured.records:,} records of {measured.people:,} people, {measured.true_pairs:,} true pairs. "
        f"{occasion.date:%Y-%m-%d}, commit {occasion.commit[:10]}{changed}, {machine.cores} cores of {machine.cpu}, "
        f"load {machine.load_before:g} before.\n"
    )
    yield (
        "| method | **recall at precision .99** (95 %) | best F1 (P / R) | F1 at .5 (P / R) | listed | ECE "
        "| seconds | CPU seconds | peak |\n|---|---|---|---|---|---|---|---|---|"
    )
    for row in measured.rows:
        yield f"| {row.method} | {_pairs(row.pairs) if row.pairs else _failed(row, 5)} | {_cost(row.cost)} |"
    yield (
        "\n| clusters of | pairwise F1 (P / R) | B-cubed F1 (P / R) | exact | clusters with several people | cut at "
        "|\n|---|---|---|---|---|---|"
    )
    for row in measured.rows:
        cut = f"{row.threshold:g}" if row.threshold is not None else "its own"
        yield f"| {row.method} | {_clusters(row.clusters) if row.clusters else _failed(row, 4)} | {cut} |"
    yield from _ours(measured)
    yield from _slices(measured)
    yield f"\n![precision and recall, {measured.name}]({key}.svg)"


def _ours(measured: Measured) -> Iterator[str]:
    right = measured.calibrated
    band = (
        f"no auto band is proven to hold at most {right.most_false:.0%} false merges"
        if right.band_from is None
        else f"auto band from {right.band_from:.6f} on ({right.most_false:.0%} false merges, delta {right.delta:g}), chosen "
        f"by half of the people: {right.band_wrong:,} wrong of {right.band_pairs:,} pairs of the other half"
    )
    yield f"\nOurs, ECE {right.raw:.4f} as written, {right.cross_fitted:.4f} cross-fitted by people; {band}."
    if measured.household:
        home = measured.household
        yield (
            f"\nTwo people of one household ({home.true_pairs:,} pairs of records): "
            f"recall at precision .99 {home.pairs.recall_at:.3f} ({_interval(home.pairs)}), "
            f"best F1 {home.pairs.best.f1:.3f}, listed {home.pairs.listed:.3f}."
        )
    yield f"\nTwo runs gave the same answers: PAIRS {measured.answers[0][:16]}, CLUSTERS {measured.answers[1][:16]}."


def _slices(measured: Measured) -> Iterator[str]:
    rows = [row for row in measured.rows if row.slices]
    for kind, groups in rows[0].slices.items():
        names = " | ".join(row.method for row in rows)
        yield f"\n| {kind.replace('_', ' ')} | records | {names} |\n" + "|---" * (len(rows) + 2) + "|"
        for name, own in groups.items():
            cells = " | ".join(
                f"{row.slices[kind][name].b_cubed.f1:.4f} / {row.slices[kind][name].recall_at:.3f}" for row in rows
            )
            yield f"| {name} | {own.records:,} | {cells} |"


def _pairs(pairs: PairFigures) -> str:
    best, half = pairs.best, pairs.half
    return (
        f"**{pairs.recall_at:.4f}** ({_interval(pairs)}) | {best.f1:.4f} ({best.precision:.3f} / {best.recall:.3f}) "
        f"| {half.f1:.4f} ({half.precision:.3f} / {half.recall:.3f}) | {pairs.listed:.4f} | {pairs.calibration_error:.3f}"
    )


def _clusters(found: ClusterFigures) -> str:
    pairwise, cubed = found.pairwise, found.b_cubed
    return (
        f"{pairwise.f1:.4f} ({pairwise.precision:.4f} / {pairwise.recall:.4f}) "
        f"| {cubed.f1:.4f} ({cubed.precision:.4f} / {cubed.recall:.4f}) | {found.exact:.4f} | {found.false_merges:,}"
    )


def _interval(pairs: PairFigures) -> str:
    return f"{pairs.interval[0]:.3f} to {pairs.interval[1]:.3f}"


def _failed(row: Row, cells: int) -> str:
    return " | ".join([row.failed or "not measured", *["-"] * (cells - 1)])


def _cost(cost: Cost | None) -> str:
    return f"{cost.seconds:g} | {cost.cpu_seconds:g} | {cost.peak_mb:,} MB" if cost else "- | - | -"
