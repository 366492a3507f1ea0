"""A file becomes rows of text, each with the bytes it came from. No type is guessed, no byte is lost, `""` stays `""`.

The strict stdlib parser is fed one physical line at a time, so the bytes of a record are the lines it took. A record that
cannot be read costs its first line: reading goes on at the next one, and the rest of the file survives.
"""

import csv
from collections import deque
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import BinaryIO, Final

import msgspec

from ingest.dialect import Dialect
from ingest.physical_lines import Line, LongLine, physical_lines

_SHOWN_CHARS: Final = 200
_MARK: Final = "\ufeff"
# A record after many damaged ones may still span this many lines; below, honest multi-line notes would suffer.
_LEAST_LOOKAHEAD_LINES: Final = 16
# How many lines of looking ahead each line read earns: bounds the work on a file where every line opens a quote.
_EARNED_LINES: Final = 4
# How many records may fail at full length before looking ahead gets shorter.
_ALLOWANCE_RECORDS: Final = 4


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one line and one record may take. Beyond it they are rejected, the file goes on."""

    max_line_bytes: int = 16 << 20
    max_record_bytes: int = 32 << 20
    max_record_lines: int = 10_000


DEFAULT_LIMITS: Final = Limits()


class RowKind(StrEnum):
    """What a logical row of a file is."""

    HEADER = "header"
    BLANK = "blank"
    DATA = "data"
    BAD = "bad"


class IssueCode(StrEnum):
    """Why a row cannot be taken as it is."""

    RAGGED_ROW = "ragged_row"
    UNCLOSED_QUOTE = "unclosed_quote"
    BAD_QUOTE = "bad_quote"
    UNDECODABLE_BYTES = "undecodable_bytes"
    LINE_TOO_LONG = "line_too_long"
    NUL_BYTE = "nul_byte"


class RowIssue(msgspec.Struct, frozen=True):
    """What is wrong with a row. `column` counts from 0, None means the row as a whole; `raw_value` is cut at 200 characters."""

    code: IssueCode
    message: str
    column: int | None
    raw_value: str
    suggestion: str


class SourceRow(msgspec.Struct, frozen=True):
    """One logical row: `number` and lines count from 1, bytes are half-open; the spans of all rows tile the file.

    A bad row was rejected and says why in `issue`. A header is a header even when damaged, and then has an issue too.
    """

    number: int
    kind: RowKind
    cells: tuple[str, ...]
    first_line: int
    last_line: int
    byte_start: int
    byte_end: int
    issue: RowIssue | None = None


def row_issue(code: IssueCode, message: str, raw_value: str, column: int | None = None) -> RowIssue:
    """An issue with the suggestion that belongs to its code."""
    return RowIssue(code, message, column, raw_value[:_SHOWN_CHARS].replace("\0", "\\x00"), _SUGGESTIONS[code])


_SUGGESTIONS: Final = {
    IssueCode.RAGGED_ROW: "quote cells that contain the delimiter, or add the missing cells",
    IssueCode.UNCLOSED_QUOTE: 'close the quote, or double it ("") if it belongs to the text',
    IssueCode.BAD_QUOTE: 'double the quotes ("") inside quoted cells',
    IssueCode.UNDECODABLE_BYTES: "send the file in one encoding, best UTF-8, or name it with --encoding",
    IssueCode.LINE_TOO_LONG: "check that the line ends of the file are intact",
    IssueCode.NUL_BYTE: "export the file again as text: NUL bytes are no part of a CSV",
}


def read_rows(source: BinaryIO, dialect: Dialect, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[SourceRow]:
    """The rows of a file from its first byte, in order, in memory bounded by the limits."""
    # The limit is global to the process and only ever grows; the real bound is ours, on the record.
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_record_bytes))
    return _Reading(source, dialect, limits).rows()


class _Reading:
    """One pass over one file. The parser pulls lines from `_texts`; `_record` holds those of the record in progress."""

    def __init__(self, source: BinaryIO, dialect: Dialect, limits: Limits) -> None:
        self._dialect = dialect
        self._limits = limits
        self._lines = physical_lines(source, dialect.encoding, limits.max_line_bytes)
        self._again: deque[Line] = deque()
        self._record: list[bytes] = []
        self._long: LongLine | None = None
        self._damage: IssueCode | None = None
        self._allowance = self._full_allowance = limits.max_record_lines * _ALLOWANCE_RECORDS
        self._width = 0
        self._needs_header = dialect.has_header
        self._number = self._line = self._position = 0

    def rows(self) -> Iterator[SourceRow]:
        while True:
            try:
                for cells in csv.reader(self._texts(), delimiter=self._dialect.delimiter, strict=True):
                    yield self._row(cells)
            except csv.Error as problem:
                yield self._rejected_line(problem)
                continue
            if self._long is None:
                return
            yield self._skipped_line(self._long)

    def _texts(self) -> Iterator[str]:
        """The next lines as text, for one run of the parser; ends early where the record must not go on."""
        record, encoding, size = self._record, self._dialect.encoding, 0
        for line in self._upcoming():
            if isinstance(line, LongLine):
                self._stop_at(line)
                return
            record.append(line)
            size = len(line) if len(record) == 1 else size + len(line)
            if len(record) > 1 and self._is_too_much(size):
                return
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                text, self._damage = line.decode(encoding, "backslashreplace"), IssueCode.UNDECODABLE_BYTES
            if "\0" in text:
                text, self._damage = text.replace("\0", "\\x00"), self._damage or IssueCode.NUL_BYTE
            yield text if self._position or len(record) > 1 else text.removeprefix(_MARK)

    def _upcoming(self) -> Iterator[Line]:
        # Not `yield from`: that would close the lines of the file together with one run of the parser.
        return chain(self._lines_again(), self._lines)

    def _lines_again(self) -> Iterator[Line]:
        while self._again:
            yield self._again.popleft()

    def _stop_at(self, line: LongLine) -> None:
        # Inside a record, the record fails first (its quote does not close before the line); then the line comes again.
        if self._record:
            self._again.appendleft(line)
        else:
            self._long = line

    def _is_too_much(self, size: int) -> bool:
        lookahead = max(_LEAST_LOOKAHEAD_LINES, min(self._limits.max_record_lines, self._allowance))
        return len(self._record) > lookahead or size > self._limits.max_record_bytes

    def _row(self, cells: list[str]) -> SourceRow:
        kind, issue = self._kind(cells), None
        if self._damage:
            issue = self._damage_issue(self._damage, cells)
            kind = kind if kind is RowKind.HEADER else RowKind.BAD
        elif kind is RowKind.DATA and len(cells) != self._width:
            kind, issue = RowKind.BAD, self._ragged_issue(cells)
        record = self._record
        return self._taken(kind, cells, len(record[0]) if len(record) == 1 else sum(map(len, record)), issue)

    def _kind(self, cells: list[str]) -> RowKind:
        for cell in cells:
            if cell and not cell.isspace():
                break
        else:
            return RowKind.BLANK
        return RowKind.DATA if self._width else self._first_kind(cells)

    def _first_kind(self, cells: list[str]) -> RowKind:
        """The first row that is not blank says how wide the file is, and is the header if there is one."""
        if self._number == 0 and _names_delimiter(cells):
            return RowKind.BLANK
        self._width = len(cells)
        kind = RowKind.HEADER if self._needs_header else RowKind.DATA
        self._needs_header = False
        return kind

    def _rejected_line(self, problem: csv.Error) -> SourceRow:
        """The line where an unreadable record began; the lines that it swallowed are read again."""
        first, *swallowed = self._record
        self._again.extendleft(reversed(swallowed))
        self._record[1:] = []
        self._allowance = max(0, self._allowance - len(swallowed))
        text = first.decode(self._dialect.encoding, "backslashreplace").replace("\0", "\\x00").rstrip("\r\n")
        text = text if self._position else text.removeprefix(_MARK)
        is_unclosed = swallowed or "unexpected end" in str(problem)
        code = IssueCode.UNCLOSED_QUOTE if is_unclosed else IssueCode.BAD_QUOTE
        message = "a quote opens here and does not close" if is_unclosed else "there is text after a closing quote"
        cells = self._lenient_cells([text])
        is_header = self._needs_header and self._kind(cells) is RowKind.HEADER
        kind = RowKind.HEADER if is_header else RowKind.BAD
        return self._taken(kind, cells, len(first), row_issue(code, message, text))

    def _skipped_line(self, line: LongLine) -> SourceRow:
        self._long = None
        self._record[:] = [line.beginning]
        kind = RowKind.HEADER if self._needs_header else RowKind.BAD
        self._needs_header = False
        message = f"the line has {line.size} bytes, more than the {self._limits.max_line_bytes} that one line may have"
        beginning = line.beginning.decode(self._dialect.encoding, "backslashreplace").removeprefix(_MARK)
        return self._taken(kind, [], line.size, row_issue(IssueCode.LINE_TOO_LONG, message, beginning))

    def _taken(self, kind: RowKind, cells: list[str], size: int, issue: RowIssue | None) -> SourceRow:
        start, first_line, lines = self._position, self._line + 1, len(self._record)
        self._number += 1
        self._line += lines
        self._position += size
        self._record.clear()
        self._damage = None
        if self._allowance < self._full_allowance:
            self._allowance += _EARNED_LINES * lines
        return SourceRow(self._number, kind, tuple(cells), first_line, self._line, start, self._position, issue)

    def _ragged_issue(self, cells: list[str]) -> RowIssue:
        message = f"the row has {len(cells)} cells where {self._width} are expected"
        if len(self._record) > 1:
            message += f"; it spans {len(self._record)} lines, so a quote may be missing"
        return row_issue(IssueCode.RAGGED_ROW, message, self._dialect.delimiter.join(cells))

    def _damage_issue(self, code: IssueCode, cells: list[str]) -> RowIssue:
        """Reading the record in a second way shows which cell is damaged: the one that comes out differently."""
        texts = [line.decode(self._dialect.encoding, "replace").replace("\0", "�") for line in self._record]
        others = self._lenient_cells(texts)
        column = next((at for at, (cell, other) in enumerate(zip(cells, others, strict=False)) if cell != other), None)
        is_nul = code is IssueCode.NUL_BYTE
        message = "the row contains a NUL byte" if is_nul else f"some bytes of the row are not valid {self._dialect.encoding}"
        raw = self._dialect.delimiter.join(cells) if column is None else cells[column]
        return row_issue(code, message, raw, column)

    def _lenient_cells(self, texts: list[str]) -> list[str]:
        # A CR inside a line can only come from the last, cut character of a wide encoding; no parser takes it.
        bodies = [text.rstrip("\r\n") for text in texts]
        whole = [body.replace("\r", " ") + text[len(body) :] for body, text in zip(bodies, texts, strict=True)]
        return next(csv.reader(whole, delimiter=self._dialect.delimiter), [])


def _names_delimiter(cells: list[str]) -> bool:
    """Spreadsheets write a first line `sep=;`, which is an instruction and no header."""
    return cells == ["sep=", ""] or (len(cells) == 1 and len(cells[0]) == len("sep=;") and cells[0].startswith("sep="))
