"""CSV files to what is known: every cell is read as text, every refusal names the file, the line and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from gnn.matching.arrays import Doubles, Floats, Ints, Matrix, csr
from gnn.matching.describing import described
from gnn.matching.interactions import SECONDS_A_DAY, Interactions
from gnn.matching.known import Described, Known, moment_of_asking
from graph_schema.errors import BadFile, InputRefused

_DELIMITERS: Final = (",", ";", "\t")
# The header is line 1, and rows count from 0.
_FIRST_LINE: Final = 2
# Since and until when a listing can be had: RESO's OnMarketDate and OffMarketDate, however they are spelt.
ON_MARKET: Final = ("onmarketdate", "offmarketdate")


@dataclass(frozen=True)
class Sources:
    """Where to read: only the interactions must be there."""

    interactions: Path
    items: Path | None = None
    clients: Path | None = None
    relations: Path | None = None
    requirements: Path | None = None
    as_of: str = ""


@dataclass(frozen=True, eq=False)
class Tables:
    """What was read: ids in order (clients [clients], items [items]) and what is known, by their numbers."""

    client_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    known: Known


def read_tables(sources: Sources) -> Tables:
    """Everything that the files say. Clients and items of all files take part.

    Raises:
        BadFile: a file is no UTF-8 CSV with a header, or has ragged rows.
        InputRefused: a column is missing, a cell is blank or no number or time, an id stands twice, or nothing was taken up.
    """
    events = read_rows(sources.interactions, ("client", "item"))
    items = read_listed(sources.items, "item")
    clients = read_listed(sources.clients, "client")
    relations = read_rows(sources.relations, ("client", "related")) if sources.relations else None
    item_ids = _ids(events["item"], items["item"] if items is not None else None)
    client_ids = _ids(events["client"], clients["client"] if clients is not None else None)
    if relations is not None:
        client_ids = _ids(client_ids, relations["client"], relations["related"])
    interactions, disliked = _events(sources.interactions, events, client_ids, item_ids)
    known = Known(
        events=interactions,
        item_values=_describe(items, "item", item_ids),
        client_values=_describe(clients, "client", client_ids),
        relations=_relations(relations, client_ids) if relations is not None else None,
        disliked=disliked,
        now=moment_of_asking(interactions),
    )
    return Tables(tuple(client_ids), tuple(item_ids), known)


def read_rows(path: Path, needed: Sequence[str]) -> pl.DataFrame:
    """A CSV file with these columns, every cell as text. Raises BadFile; InputRefused where a column or a cell is missing."""
    try:
        with path.open("rb") as file:
            header = file.readline().decode("utf-8-sig")
        delimiter = max(_DELIMITERS, key=header.count)
        table = pl.read_csv(path, infer_schema=False, separator=delimiter).fill_null("")
    except FileNotFoundError:
        raise InputRefused(f"there is no file {path}", hint="name a file that exists") from None
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as problem:
        first = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
        raise BadFile(
            f"{path} cannot be read: {first}", hint="save it as UTF-8 CSV with a header and equally many cells a row"
        ) from None
    table = table.rename(
        {name: name.strip().lower() for name in table.columns if name.strip().lower() in {*needed, "time", "weight"}}
    )
    if missing := [name for name in needed if name not in table.columns]:
        raise InputRefused(
            f"{path} has no column {' and no column '.join(missing)}; its header is {', '.join(table.columns)}",
            hint=f"name its columns {', '.join(needed)}",
        )
    for name in needed:
        _refuse_first(path, table[name].str.strip_chars() == "", f"the {name} is blank", "fill it in, or take the row out")
    return table


def _refuse_first(path: Path, wrong: pl.Series, what: str, hint: str) -> None:
    if wrong.any():
        raise InputRefused(f"{path}, line {int(wrong.arg_max() or 0) + _FIRST_LINE}: {what}", hint=hint)


def read_listed(path: Path | None, key: str) -> pl.DataFrame | None:
    """A file with one row for each key; None without a file. Raises as `read_rows`, InputRefused if a key stands twice."""
    if path is None:
        return None
    table = read_rows(path, (key,))
    _refuse_first(path, ~table[key].is_first_distinct(), f"the {key} stands here a second time", f"keep one row for each {key}")
    return table


def _ids(*parts: pl.Series | None) -> pl.Series:
    return pl.concat([part.alias("id") for part in parts if part is not None]).unique().sort()


def _numbers(ids: pl.Series, column: pl.Series) -> Ints:
    return np.asarray(ids.search_sorted(column), np.int64)


def _events(path: Path, table: pl.DataFrame, clients: pl.Series, items: pl.Series) -> tuple[Interactions, Matrix | None]:
    """What was taken up, and what was shown and not chosen (weight 0) or discarded (below 0)."""
    client, item = _numbers(clients, table["client"]), _numbers(items, table["item"])
    weight = _weights(path, table["weight"]) if "weight" in table.columns else None
    time = times_of(path, table["time"]) if "time" in table.columns else None
    taken = np.ones(len(client), bool) if weight is None else weight > 0
    if not taken.any():
        raise InputRefused(f"{path}: nobody took up anything", hint="give at least one row with a weight above 0")
    events = Interactions.sorted_from(
        len(clients),
        len(items),
        client[taken],
        item[taken],
        time=None if time is None else time[taken],
        weight=None if weight is None else weight[taken],
    )
    if taken.all():
        return events, None
    disliked = csr(client[~taken], item[~taken], (len(clients), len(items)))
    # Who took an item up after all does not dislike it.
    disliked = (disliked - disliked.multiply(events.matrix)).tocsr()
    disliked.eliminate_zeros()
    return events, disliked


def _weights(path: Path, column: pl.Series) -> Floats:
    numbers = column.str.strip_chars().cast(pl.Float64, strict=False)
    wrong = numbers.is_null() | ~numbers.is_finite()
    _refuse_first(path, wrong.fill_null(value=True), "the weight is no number", "write a number, or leave the column out")
    return numbers.to_numpy().astype(np.float32)


def times_of(path: Path, column: pl.Series, *, may_be_blank: bool = False) -> Doubles:
    """Numbers in their own unit; dates and times (ISO 8601, UTC where nothing is said) in days; blank, where it may be: NaN.

    Raises:
        InputRefused: a cell is neither, or times are written in several ways.
    """
    column = column.str.strip_chars()
    if may_be_blank:
        times = np.full(len(column), np.nan)
        said = (column != "").to_numpy()
        times[said] = times_of(path, column.filter(pl.Series(said))) if said.any() else times[said]
        return times
    numbers = column.cast(pl.Float64, strict=False)
    if numbers.is_not_null().any():
        wrong = numbers.is_null() | ~numbers.is_finite()
        _refuse_first(path, wrong.fill_null(value=True), "the time is no number as others are", "write all times in one way")
        return numbers.to_numpy()
    known = {text: _days(text) for text in column.unique()}
    days = np.array([known[text] for text in column], np.float64)
    hint = "write times as numbers or as ISO 8601, such as 2026-03-01 or 2026-03-01T09:30:00Z"
    _refuse_first(path, pl.Series(np.isnan(days)), "the time is neither a number nor a date", hint)
    return days


def _days(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return float("nan")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / SECONDS_A_DAY


def market_columns(items: pl.DataFrame | None) -> dict[str, str]:
    """Which columns say since and until when a listing can be had, by `ON_MARKET`."""
    columns = items.columns if items is not None else []
    plain = {name.lower().replace("_", "").replace(" ", ""): name for name in columns}
    return {kind: plain[kind] for kind in ON_MARKET if kind in plain}


def _describe(table: pl.DataFrame | None, key: str, ids: pl.Series) -> Described | None:
    if table is not None:
        table = table.drop(market_columns(table).values())
    if table is None or len(table.columns) < 2:
        return None
    places = _numbers(ids, table[key])
    columns: dict[str, list[str]] = {}
    for name in table.columns:
        if name != key:
            cells = [""] * len(ids)
            for place, cell in zip(places, table[name], strict=True):
                cells[place] = cell
            columns[name] = cells
    return described(columns, len(ids))


def _relations(table: pl.DataFrame, clients: pl.Series) -> Matrix:
    """Symmetric, nobody with themselves, 1 for each pair."""
    first, second = _numbers(clients, table["client"]), _numbers(clients, table["related"])
    apart = first != second
    first, second = first[apart], second[apart]
    return csr(np.concatenate([first, second]), np.concatenate([second, first]), (len(clients), len(clients)))
