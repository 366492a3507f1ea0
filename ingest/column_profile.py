"""What the cells of each column look like: counted over all rows in bounded memory, judged on a sample."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.cell_shapes import is_date_like, is_email_like, is_money_like, is_name_like, is_number_like, is_phone_like
from ingest.csv_reader import RowKind, SourceRow
from ingest.normalise.dates import OrderEvidence, OrderProof

# Patterns are tried on this many cells with text of each column; more would not change what they say.
SAMPLE_CELLS: Final = 1_000
DISTINCT_LIMIT: Final = 10_000
_SAMPLES_SHOWN: Final = 5
_SHOWN_CHARS: Final = 200
# Above this share of date-like cells in the sample, every further cell is asked what it proves about the order.
_DATE_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class KindCounts:
    """How many of `sampled` cells look like each kind; one cell can look like several."""

    sampled: int = 0
    email: int = 0
    phone: int = 0
    date: int = 0
    money: int = 0
    number: int = 0
    name: int = 0


NO_CELLS: Final = KindCounts()


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column: `rows` of data, `non_empty` cells with text, `distinct` texts (exact unless `is_capped`), the first samples.

    `date_order` is what all cells prove about the order of numeric dates, for columns that look like dates.
    """

    position: int
    header: str
    rows: int
    non_empty: int
    distinct: int
    is_capped: bool
    samples: tuple[str, ...]
    kinds: KindCounts
    date_order: OrderProof


def profile_columns(rows: Iterable[SourceRow], width: int) -> tuple[ColumnProfile, ...]:
    """The profiles of the first `width` columns; the header row names them, bad and blank rows do not count."""
    profiler = ColumnProfiler(tuple(f"column {position}" for position in range(1, width + 1)))
    for row in rows:
        if row.kind is RowKind.HEADER:
            profiler = ColumnProfiler(tuple([*row.cells, *profiler.header[len(row.cells) :]][:width]))
        elif row.kind is RowKind.DATA:
            profiler.add(row)
    return profiler.finish()


class ColumnProfiler:
    """Profiles columns while rows pass by: `add` each data row, then `finish`."""

    def __init__(self, header: tuple[str, ...]) -> None:
        self.header = header
        self._rows = 0
        self._columns = tuple(_Column() for _ in header)

    def add(self, row: SourceRow) -> None:
        """Count the cells of one data row."""
        self._rows += 1
        for column, cell in zip(self._columns, row.cells, strict=False):
            if cell and not cell.isspace():
                column.non_empty += 1
                if column.is_curious:
                    column.look(cell)

    def finish(self) -> tuple[ColumnProfile, ...]:
        """The profiles of all rows so far."""
        return tuple(self._profile(position, column) for position, column in enumerate(self._columns))

    def _profile(self, position: int, column: "_Column") -> ColumnProfile:
        return ColumnProfile(
            position=position,
            header=self.header[position],
            rows=self._rows,
            non_empty=column.non_empty,
            distinct=len(column.seen),
            is_capped=len(column.seen) >= DISTINCT_LIMIT,
            samples=tuple(column.samples),
            kinds=KindCounts(column.sampled, *column.counts),
            date_order=column.order.proof(),
        )


_LOOKS: Final = (is_email_like, is_phone_like, is_date_like, is_money_like, is_number_like, is_name_like)
_DATE: Final = _LOOKS.index(is_date_like)


class _Column:
    """Running counts of one column. `is_curious` falls once neither sample, distinct values nor dates want more cells."""

    __slots__ = ("counts", "is_curious", "non_empty", "order", "sampled", "samples", "seen")

    def __init__(self) -> None:
        self.is_curious = True
        self.non_empty = self.sampled = 0
        self.counts = [0] * len(_LOOKS)
        self.samples: list[str] = []
        # Hashes, not texts: a column of long notes must not be kept in memory.
        self.seen: set[int] = set()
        self.order = OrderEvidence()

    def look(self, cell: str) -> None:
        if self.sampled < SAMPLE_CELLS:
            self._sample(cell)
        if len(self.seen) < DISTINCT_LIMIT:
            self.seen.add(hash(cell))
        if self._is_dates():
            self.order.add(cell)
        elif self.sampled >= SAMPLE_CELLS and len(self.seen) >= DISTINCT_LIMIT:
            self.is_curious = False

    def _sample(self, cell: str) -> None:
        self.sampled += 1
        text = cell[:_SHOWN_CHARS]
        if len(self.samples) < _SAMPLES_SHOWN and text not in self.samples:
            self.samples.append(text)
        for at, looks_like in enumerate(_LOOKS):
            self.counts[at] += looks_like(text)

    def _is_dates(self) -> bool:
        # While the sample is short, every cell is asked: the one value that proves the order may come first.
        return self.sampled < SAMPLE_CELLS or self.counts[_DATE] >= _DATE_SHARE * self.sampled
