"""The results as tables on the page beside them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.matching.measuring import Cost
from benchmarks.matching.results import Compared, Results

PAGE: Final = Path(__file__).with_name("README.md")
_BEGIN: Final = "<!-- results: written by `python -m benchmarks.matching` -->"
_END: Final = "<!-- end of results -->"


def write_page(results: Results) -> None:
    """Put the tables between the marks of the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    after = rest.split(_END)[1]
    PAGE.write_text(f"{before}{_BEGIN}\n\n" + "\n".join(_tables(results)) + f"\n\n{_END}{after}", encoding="utf-8")


def _tables(results: Results) -> Iterator[str]:
    for compared in results.sets.values():
        yield from _compared(compared)
    if results.ladder:
        yield "\n### Sizes\n"
        yield "| clients | items | interactions | seconds | processor seconds | peak memory |\n|---|---|---|---|---|---|"
        for rung in results.ladder:
            cost = rung.cost
            yield (
                f"| {rung.clients:,} | {rung.items:,} | {rung.interactions:,} "
                f"| {cost.seconds:g} | {cost.cpu_seconds:g} | {cost.peak_mb:,} MB |"
            )


def _compared(compared: Compared) -> Iterator[str]:
    machine = compared.occasion.machine
    yield f"\n### {compared.name}\n"
    yield f"{compared.occasion.date:%Y-%m-%d}, commit {compared.occasion.commit[:10]}, {machine.cores} cores of {machine.cpu}\n"
    yield "| method | Recall@20 | NDCG@20 | MRR@20 | HR@20 | items proposed | cost |\n|---|---|---|---|---|---|---|"
    for row in compared.rows:
        figures = " | ".join(f"{value:.4f}" for value in (row.recall, row.ndcg, row.mrr, row.hit))
        yield f"| {row.method} | {figures} | {row.coverage:.0%} | {_cost(row.cost)} |"
    yield "\n| NDCG@20 of ours less | clients | difference | 95 % interval |\n|---|---|---|---|"
    for gap in compared.differences:
        yield f"| {gap.against} | {gap.clients:,} ({gap.who}) | {gap.mean:+.4f} | {gap.low:+.4f} to {gap.high:+.4f} |"
    names = list(compared.slices)
    yield "\n| NDCG@20 by known interactions | clients | " + " | ".join(names) + " |\n" + "|---" * (len(names) + 2) + "|"
    for group, figures_of in compared.slices[names[0]].items():
        if figures_of["clients"]:
            cells = " | ".join(f"{compared.slices[name][group]['ndcg']:.4f}" for name in names)
            yield f"| {group} | {figures_of['clients']:.0f} | {cells} |"


def _cost(cost: Cost | None) -> str:
    if cost is None:
        return "-"
    return f"{cost.seconds:g} s" + (f", {cost.peak_mb:,} MB" if cost.peak_mb else "")
