"""What files say beside taste: what clients asked for, what listings are like, and which can be had at the moment of asking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from gnn.matching.arrays import Bools, Doubles, Floats, Ints
from gnn.matching.availability import available_at
from gnn.matching.describing import SEPARATOR
from gnn.matching.reading import ON_MARKET, Sources, Tables, market_columns, read_listed, read_rows, times_of
from gnn.matching.requirements import AtLeast, AtMost, Constraint, Fit, Listing, NoneOf, OneOf, Value, arranged, fit
from gnn.matching.scoring import Lists
from graph_schema.errors import InputRefused

# What was asked for is held against so many times more listings than are written.
LOOKED_AT: Final = 5
_RULES: Final = ("at most", "at least", "one of", "none of")


@dataclass(frozen=True, eq=False)
class Asked:
    """`wishes` of clients by number, `listings` by number of the item, and which items can be had (None: all)."""

    wishes: Mapping[int, tuple[Constraint, ...]]
    listings: Sequence[Listing]
    can_be_had: Bools | None


NOTHING_ASKED: Final = Asked({}, (), None)


def read_asked(sources: Sources, tables: Tables) -> Asked:
    """Requirements (client,attribute,rule,value) and the listings that they are about; market dates as of a moment.

    Raises:
        InputRefused, BadFile: a file is no table, names what is not there, or has a rule or a value that nobody can check.
    """
    items = read_listed(sources.items, "item")
    can_be_had = _can_be_had(sources, items, tables)
    if sources.requirements is None:
        return Asked({}, (), can_be_had)
    if items is None:
        raise InputRefused("requirements need listings to be held against", hint="give --items with the attributes asked for")
    return Asked(_wishes(sources.requirements, items, tables), _listings(items, tables.item_ids), can_be_had)


def _can_be_had(sources: Sources, items: pl.DataFrame | None, tables: Tables) -> Bools | None:
    columns = market_columns(items)
    if sources.items is None or items is None or not columns:
        return None
    place = {item: number for number, item in enumerate(tables.item_ids)}
    dates: dict[str, Doubles] = {}
    for kind, name in columns.items():
        dates[kind] = np.full(len(place), np.nan)
        dates[kind][[place[item] for item in items["item"]]] = times_of(sources.items, items[name], may_be_blank=True)
    nothing = np.full(len(place), np.nan)
    since, until = (dates.get(kind, nothing) for kind in ON_MARKET)
    return available_at(_moment(sources, tables), since, until)


def _moment(sources: Sources, tables: Tables) -> float:
    if sources.as_of:
        return float(times_of(Path("--as-of"), pl.Series("as_of", [sources.as_of]))[0])
    if tables.known.now is None:
        raise InputRefused("the listings have market dates, and nothing says which moment counts", hint="give --as-of")
    return tables.known.now


def _wishes(path: Path, items: pl.DataFrame, tables: Tables) -> dict[int, tuple[Constraint, ...]]:
    table = read_rows(path, ("client", "attribute", "rule", "value"))
    number = {client: at for at, client in enumerate(tables.client_ids)}
    found: dict[int, list[Constraint]] = {}
    for line, (client, attribute, rule, value) in enumerate(
        table.select("client", "attribute", "rule", "value").iter_rows(), 2
    ):
        if client not in number:
            raise InputRefused(f"{path}, line {line}: nobody knows the client {client}", hint="name new clients in --clients")
        if attribute not in items.columns:
            raise InputRefused(f"{path}, line {line}: no listing says its {attribute}", hint="name a column of --items")
        found.setdefault(number[client], []).append(_constraint(path, line, attribute, rule, value))
    return {client: tuple(its) for client, its in sorted(found.items())}


def _constraint(path: Path, line: int, attribute: str, rule: str, value: str) -> Constraint:
    words = frozenset(part.strip() for part in value.split(SEPARATOR) if part.strip())
    match " ".join(rule.strip().lower().replace("_", " ").split()):
        case "at most" | "<=":
            return AtMost(attribute, _limit(path, line, value))
        case "at least" | ">=":
            return AtLeast(attribute, _limit(path, line, value))
        case "one of" | "=" if words:
            return OneOf(attribute, words)
        case "none of" | "!=" if words:
            return NoneOf(attribute, words)
        case _:
            raise InputRefused(f"{path}, line {line}: {rule} {value} is no rule", hint=f"write {', '.join(_RULES)} and a value")


def _limit(path: Path, line: int, value: str) -> float:
    number = _number(value)
    if number is None:
        raise InputRefused(f"{path}, line {line}: {value!r} is no number", hint="write a plain number, such as 2500000")
    return number


def _listings(items: pl.DataFrame, item_ids: Sequence[str]) -> list[Listing]:
    """A cell is a number if it reads as one, else its words; what is blank is not said."""
    names = [name for name in items.columns if name != "item"]
    said = {str(row[0]): row[1:] for row in items.select("item", *names).iter_rows()}
    nothing = ("",) * len(names)
    return [dict(zip(names, map(_value, said.get(item, nothing)), strict=True)) for item in item_ids]


def _value(cell: str) -> Value:
    number = _number(cell)
    if number is not None:
        return number
    return frozenset(part.strip() for part in cell.split(SEPARATOR) if part.strip()) or None


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


@dataclass(frozen=True, eq=False)
class Answered:
    """Lists in the order to show, and what each listing of each fails: sentences, `""` where nothing fails."""

    lists: Lists
    fails: Sequence[Sequence[str]]


def answered(lists: Lists, asked: Asked, k: int) -> Answered:
    """Of wider lists the k to show: what fails nothing by score, below it what fails least."""
    items, scores = np.full((len(lists.clients), k), -1, np.int64), np.full((len(lists.clients), k), -np.inf, np.float32)
    fails: list[list[str]] = []
    for row, client in enumerate(lists.clients.tolist()):
        there = lists.items[row] >= 0
        order, fits = _arranged(lists.items[row][there], lists.scores[row][there], asked, asked.wishes.get(client, ()))
        kept = order[:k]
        items[row, : len(kept)] = lists.items[row][kept]
        scores[row, : len(kept)] = lists.scores[row][kept]
        fails.append(["; ".join(check.said for check in fits[place].failing) for place in kept])
    return Answered(Lists(lists.clients, items, scores), fails)


def _arranged(items: Ints, scores: Floats, asked: Asked, wishes: tuple[Constraint, ...]) -> tuple[list[int], list[Fit]]:
    look: Callable[[int], Listing] = asked.listings.__getitem__ if wishes else lambda _item: {}
    fits = [fit(wishes, look(item)) for item in items.tolist()]
    return arranged(scores.tolist(), fits), fits
