"""What `velocity model` does and shows: runs, cards, drift, and how promises were kept."""

from datetime import UTC, datetime

import msgspec
from rich.console import Console
from rich.table import Column, Table

from cypher.queries.suggesting import ALL_MODEL_RUNS, MODEL_VERDICTS, RunsAsked, VerdictsAsked, WholeModelRun
from cypher.store import GraphStore
from gnn.proposing.auditing import AUDIT, Drawing, overlooked
from gnn.proposing.cards import ModelCard, read_card
from gnn.proposing.verdicts import DELTA, MOST_FALSE, Decided, agrees, kept_promises, promise_error, safe_from, shifts
from graph_schema.errors import InputRefused, NotFound
from service.database import open_graph

# As many runs as anybody looks back at: a run a day for ten years.
_ALL: int = 4_000


def list_runs(model: str, limit: int, console: Console) -> None:
    """The latest runs, and what became of their proposals."""
    table = Table(Column("run", no_wrap=True, min_width=24), "model", "version", "ran at", "weights", "snapshot", "proposals")
    with open_graph(lambda line: console.print(line, markup=False)) as store:
        for run in store.many(ALL_MODEL_RUNS, RunsAsked(model, limit)):
            states = ", ".join(f"{count:,} {state.value}" for state, count in run.states)
            table.add_row(
                run.uid, run.model, run.version, _moment(run.ran_at_ms), run.weights_hash[:10], run.snapshot_hash[:10], states
            )
    console.print(table if table.row_count else "no model has run; `velocity propose identity` runs one")


def show_card(run_id: str, console: Console) -> None:
    """The card of a run, as it stood when it ran."""
    with open_graph(lambda line: console.print(line, markup=False)) as store:
        card = _card(_run(store, run_id))
    console.print(f"[bold]{card.model}[/bold]  {card.purpose}")
    for limit in card.limits:
        console.print(f"  mind: {limit}", markup=False)
    for title, rows in (("saw", card.saw), ("chose", card.chose), ("found", card.found)):
        table = Table(title, "", show_header=True)
        for name, value in rows.items():
            table.add_row(
                name, f"{value:,.6g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else value
            )
        console.print(table)
    for label, value in (
        ("known at", card.known_at),
        ("valid at", card.valid_at),
        ("snapshot", card.snapshot_hash),
        ("weights", card.weights_hash),
    ):
        console.print(f"{label:<10}{value}", markup=False, highlight=False, soft_wrap=True)


def show_drift(model: str, before: str, after: str, console: Console) -> None:
    """How two runs of a model differ: in what they were given, and in what they said."""
    with open_graph(lambda line: console.print(line, markup=False)) as store:
        runs = store.many(ALL_MODEL_RUNS, RunsAsked(model, _ALL))
        later = _run(store, after) if after else _nth(runs, model, 0)
        earlier = _run(store, before) if before else _nth(runs, model, 1)
    old, new = _card(earlier), _card(later)
    if old.model != new.model:
        raise InputRefused(f"{earlier.uid} is of {old.model}, {later.uid} of {new.model}", hint="compare runs of one model")
    console.print(
        f"from {earlier.uid} ({_moment(earlier.ran_at_ms)}) to {later.uid} ({_moment(later.ran_at_ms)})", markup=False
    )
    table = Table("what is watched", "stability index", "shift")
    for shift in shifts(old, new):
        colour = {"large": "red", "some": "yellow"}.get(shift.word, "green")
        table.add_row(shift.name, f"{shift.index:.4f}", f"[{colour}]{shift.word}[/{colour}]")
    console.print(table)
    counts = Table("saw", "before", "after")
    for name in new.saw:
        counts.add_row(name, f"{old.saw.get(name, 0):,}", f"{new.saw[name]:,}")
    console.print(counts)


def show_verdicts(model: str, console: Console) -> None:
    """How often people agreed, by the chance that the model had given."""
    with open_graph(lambda line: console.print(line, markup=False)) as store:
        rows = store.many(MODEL_VERDICTS, VerdictsAsked(model))
    if not rows:
        console.print(f"nobody has decided about a proposal of {model} yet", markup=False)
        return
    decided = [Decided(row.kind, row.confidence, agrees(row.kind, row.verdict), row.concerning) for row in rows]
    for kind in sorted({one.kind for one in decided}):
        its = [one for one in decided if one.kind is kind]
        table = Table(f"{kind.value}: chance", "decided", "promised", "agreed", "95 %", "")
        for step in kept_promises(its):
            low, high = step.between
            bar = "█" * round(20 * step.happened)
            share = f"{step.promised:.3f}", f"{step.happened:.3f}", f"{low:.3f} to {high:.3f}"
            table.add_row(f"{step.low:g} to {step.high:g}", f"{step.decided:,}", *share, bar)
        console.print(table)
        console.print(f"calibration error {promise_error(its):.4f} over {len(its):,} verdicts", highlight=False)
        console.print(_band(safe_from(its)), highlight=False)
    if model == AUDIT.id:
        found = [(msgspec.json.decode(row.payload_json, type=Drawing), agrees(row.kind, row.verdict)) for row in rows]
        console.print(
            f"{sum(same for _, same in found):,} of {len(found):,} drawn pairs were one person: "
            f"about {overlooked(found):,.0f} such pairs are not proposed",
            highlight=False,
        )


def _band(safe: float | None) -> str:
    """What verdicts prove of the likeliest proposals; people still decide, but they may decide them together."""
    promise = f"at most {MOST_FALSE:.0%} are wrong ({1 - DELTA:.0%} sure)"
    if safe is None:
        return f"from no chance on is it proven yet that {promise}: decide each by itself"
    return f"from {safe:.4f} on {promise}: those may be decided in bulk"


def _run(store: GraphStore, run_id: str) -> WholeModelRun:
    found = next((run for run in store.many(ALL_MODEL_RUNS, RunsAsked("", _ALL)) if run.uid == run_id), None)
    if found is None:
        raise NotFound(f"there is no run {run_id}", hint="`velocity model runs` lists them")
    return found


def _nth(runs: list[WholeModelRun], model: str, place: int) -> WholeModelRun:
    if len(runs) <= place:
        raise NotFound(f"{model} has run {len(runs)} times", hint="drift needs two runs: `velocity propose` makes another")
    return runs[place]


def _card(run: WholeModelRun) -> ModelCard:
    card = read_card(run.card_json)
    if card is None:
        raise NotFound(f"{run.uid} has no card", hint="runs of `velocity propose` have one; those of demos and agents have not")
    return card


def _moment(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M}"
