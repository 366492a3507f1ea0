"""Person tables from CSV files, every cell as text, in an order that does not depend on the order of the rows."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import polars as pl

from gnn.identity.ragged import SmallInts
from gnn.identity.typing import NAMES, Kind, column_type, plain_header
from graph_schema.errors import BadFile, InputRefused

_DELIMITERS: Final = (",", ";", "\t", "|")
# What systems write where they know nothing.
BLANKS: Final = frozenset(["null", "n/a", "#n/a", "nan", "none", "unknown", "-", "--", "?", ".", "(null)", "\\n"])
_ID_HEADERS: Final = frozenset(
    ["id", "uid", "uuid", "unique", "id", "record", "id", "rec", "id", "row", "id", "key", "unique id", "record id", "rec id"]
)


@dataclass(frozen=True, slots=True)
class PersonTable:
    """Records in canonical order: `ids` and `cells` row by row, `source[r]` the file that record r comes from, and
    `place[r]` its row among all rows as they were read."""

    ids: list[str]
    cells: pl.DataFrame
    source: SmallInts
    place: SmallInts

    def __len__(self) -> int:
        return len(self.ids)


def read_tables(paths: Sequence[Path], id_column: str = "") -> PersonTable:
    """Read and join person tables.

    Columns of the same header are one column; of the rest, those that alone hold a kind in each file (`first_name` here,
    `given` there) are one too. Raises BadFile for files that are no tables, InputRefused for ids that name nobody or two.
    """
    frames = [read_csv(path) for path in paths]
    wholes = [_with_id(frame, path, id_column) for frame, path in zip(frames, paths, strict=True)]
    return person_table(wholes)


def person_table(frames: Sequence[pl.DataFrame]) -> PersonTable:
    """Tables whose first column is the id, as one."""
    aligned = align([frame.rename({frame.columns[0]: _ID}) for frame in frames])
    source = np.concatenate([np.full(frame.height, at, np.int32) for at, frame in enumerate(aligned)])
    whole = pl.concat(aligned, how="diagonal").fill_null("")
    _refuse_bad_ids(whole[_ID])
    names = sorted(name for name in whole.columns if name != _ID)
    whole = whole.select(_ID, *names).with_columns(
        pl.Series(_SOURCE, source), pl.int_range(pl.len(), dtype=pl.Int32).alias(_PLACE)
    )
    whole = whole.with_columns(_cleaned(name) for name in names)
    # By content first: rows that say the same are told apart by their ids alone, whatever order the file had.
    whole = whole.sort([*names, _ID])
    return PersonTable(
        whole[_ID].to_list(), whole.select(names), whole[_SOURCE].to_numpy().copy(), whole[_PLACE].to_numpy().copy()
    )


class _Rows(Protocol):
    """What `csv.reader` answers."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


_ID, _SOURCE, _PLACE = "\0id", "\0source", "\0place"


def _cleaned(name: str) -> pl.Expr:
    cell = pl.col(name).str.strip_chars()
    return pl.when(cell.str.to_lowercase().is_in(sorted(BLANKS))).then(pl.lit("")).otherwise(cell).alias(name)


def read_csv(path: Path) -> pl.DataFrame:
    """A CSV file in UTF-8 with a header; every row as long as the header. Raises BadFile."""
    delimiter = _checked(path)
    frame = pl.read_csv(path, separator=delimiter, infer_schema=False, empty_string_is_null=False)
    return frame.fill_null("")


def _checked(path: Path) -> str:
    """Read every row once, because a reader made for speed fills short rows silently."""
    if not path.is_file():
        raise BadFile(f"there is no file {path}", hint="check the path")
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            first = source.readline()
            delimiter = max(_DELIMITERS, key=first.count)
            source.seek(0)
            _check_rows(path, csv.reader(source, delimiter=delimiter, strict=True))
    except UnicodeDecodeError as problem:
        raise BadFile(
            f"{path} is not UTF-8: byte {problem.object[problem.start]:#04x} at {problem.start} of a block",
            hint="save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8",
            code="unknown_encoding",
        ) from None
    except csv.Error as problem:
        raise BadFile(
            f"{path} cannot be read as rows: {problem}", hint="close every quote and double quotes inside cells"
        ) from None
    return delimiter


def _check_rows(path: Path, rows: "_Rows") -> None:
    header: list[str] = next(rows, [])
    if not any(cell.strip() for cell in header):
        raise BadFile(f"{path} is empty", hint="it needs a header and at least one row", code="empty_file")
    if doubled := sorted({name for name in header if header.count(name) > 1}):
        raise BadFile(f"{path} has two columns {doubled[0]!r}", hint="give every column a name of its own")
    width, count = len(header), 0
    for row in rows:
        if row and len(row) != width:
            raise BadFile(
                f"line {rows.line_num} of {path} has {len(row)} cells where the header has {width}",
                hint="quote cells that contain the delimiter, or add the missing cells",
            )
        count += bool(row)
    if not count:
        raise BadFile(f"{path} has a header and no rows", hint="it needs at least one row", code="empty_file")


def _with_id(frame: pl.DataFrame, path: Path, wanted: str) -> pl.DataFrame:
    """The id column first: the one asked for, else one whose header says so, else the first."""
    if wanted and wanted not in frame.columns:
        raise InputRefused(
            f"{path} has no column {wanted!r}", hint=f"its columns are {', '.join(frame.columns)}", code="unknown_column"
        )
    named = [name for name in frame.columns if plain_header(name) in _ID_HEADERS]
    chosen = wanted or (named[0] if named else frame.columns[0])
    return frame.select(chosen, pl.exclude(chosen))


def _refuse_bad_ids(ids: pl.Series) -> None:
    blank = ids.str.strip_chars() == ""
    if blank.any():
        raise InputRefused(
            f"{int(blank.sum())} records have no id, the first is row {int(blank.arg_max() or 0) + 1}",
            hint="every record needs an id; name the column with --id",
        )
    if ids.is_duplicated().any():
        twice = ids.filter(ids.is_duplicated()).sort()[0]
        raise InputRefused(
            f"the id {twice!r} names two records", hint="ids must differ over all files; name the column with --id"
        )


def align(frames: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """Give columns that mean the same the same name, that of the first file."""
    first = list(frames[0].rename({name: plain_header(name) or name for name in frames[0].columns[1:]}).columns)
    out = [frames[0].rename(dict(zip(frames[0].columns, first, strict=True)))]
    for frame in frames[1:]:
        plain = frame.rename({name: plain_header(name) or name for name in frame.columns[1:]})
        out.append(plain.rename(_same_kind(out[0], plain)))
    return out


def _same_kind(one: pl.DataFrame, other: pl.DataFrame) -> dict[str, str]:
    """Columns without a namesake that hold a kind which only one such column of each table holds."""
    here, there = _lonely(one, other), _lonely(other, one)
    return {there[kind]: here[kind] for kind in here.keys() & there.keys()}


def _lonely(one: pl.DataFrame, other: pl.DataFrame) -> dict[Kind, str]:
    kinds: dict[Kind, list[str]] = {}
    for name in one.columns[1:]:
        if name not in other.columns:
            kinds.setdefault(column_type(name, one[name].str.strip_chars()).kind, []).append(name)
    telling = (*NAMES, Kind.BIRTH, Kind.EMAIL, Kind.PHONE, Kind.ADDRESS, Kind.POSTCODE, Kind.SEX)
    return {kind: names[0] for kind, names in kinds.items() if len(names) == 1 and kind in telling}
