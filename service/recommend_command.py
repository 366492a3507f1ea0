"""What `velocity recommend` does and shows."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from gnn.matching.reading import Sources
from gnn.matching.recommend import Order, Outputs, recommend
from gnn.matching.regimes import Regime
from gnn.matching.report import summary
from gnn.matching.tuning import Wishes
from graph_schema.errors import InputRefused
from service.neural import neural_storey, verdict_of


@dataclass(frozen=True, slots=True)
class RecommendOptions:
    """The command line, typed."""

    sources: Sources
    outputs: Outputs
    k: int
    include_seen: bool
    predict: str
    seed: int
    net: Path | None = None


def run_recommend(options: RecommendOptions) -> None:
    """Propose, and tell what was chosen on standard error."""
    console = Console(stderr=True)
    wishes = Wishes(regime=_regime(options.predict), seed=options.seed)
    order = Order(options.k, options.include_seen, wishes)
    upper = neural_storey(options.net) if options.net else None
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        report = recommend(options.sources, options.outputs, order, _Bar(bars), upper)
    for line in summary(report):
        console.print(line, markup=False, highlight=False)
    if options.net:
        console.print(verdict_of(options.net), markup=False, highlight=False)
    console.print(f"written to {options.outputs.lists}", markup=False)


def _regime(name: str) -> Regime | None:
    try:
        return Regime(name) if name else None
    except ValueError:
        raise InputRefused(f"{name} is nothing that can be predicted", hint="use future, next or missing") from None


class _Bar:
    """One bar that says which stage it is at."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID = bars.add_task("reading", total=1.0)

    def __call__(self, stage: str, share: float) -> None:
        self._bars.update(self._task, description=stage, completed=share)
