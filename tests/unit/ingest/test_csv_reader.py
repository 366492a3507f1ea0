"""Rows and their bytes: the laws for any bytes at all, then the zoo of damaged files, each with what it must say."""

import csv
import io
import os
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from ingest.csv_reader import DEFAULT_LIMITS, IssueCode, Limits, RowKind, SourceRow, read_rows
from ingest.dialect import Dialect
from ingest.physical_lines import BLOCK_BYTES

UTF8 = Dialect("utf-8", ",", has_header=True, bom=False)
TINY = Limits(max_line_bytes=64, max_record_bytes=256, max_record_lines=5)
ENCODINGS = ("utf-8", "cp1252", "cp1256", "shift_jis", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


class Trickle(io.BytesIO):
    """Gives a few bytes a time, as a socket may, so that every cut falls somewhere else."""

    def __init__(self, content: bytes, step: int) -> None:
        super().__init__(content)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._step)


def rows_of(content: bytes, dialect: Dialect = UTF8, limits: Limits = DEFAULT_LIMITS) -> list[SourceRow]:
    return list(read_rows(io.BytesIO(content), dialect, limits=limits))


def outline(rows: list[SourceRow]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(row.kind.value, row.cells, row.issue.code.value if row.issue else "") for row in rows]


# Bytes that mean something to a CSV come often; the rest is anything.
csv_bytes = st.lists(
    st.sampled_from(
        [b"\n", b"\r", b"\r\n", b'"', b",", b'""', b"a", b"\xc3\xa9", b"\xff", b"\0", b"\n\0", b"\0\n", b"\xef\xbb\xbf"]
    )
    | st.binary(max_size=4),
    max_size=60,
).map(b"".join)


@settings(max_examples=200, deadline=None)
@given(
    content=csv_bytes,
    encoding=st.sampled_from(ENCODINGS),
    limits=st.sampled_from([Limits(), TINY, Limits(max_line_bytes=9, max_record_bytes=20, max_record_lines=2)]),
    has_header=st.booleans(),
    step=st.integers(1, 7),
)
@example(content=b"a\r", encoding="utf-16-le", limits=TINY, has_header=True, step=1)
@example(content=b'a,b\n1,"x\ny,2\n', encoding="utf-8", limits=TINY, has_header=True, step=3)
def test_the_spans_tile_the_file_and_numbers_count(
    content: bytes, encoding: str, limits: Limits, step: int, *, has_header: bool
) -> None:
    dialect = Dialect(encoding, ",", has_header, bom=False)
    rows = list(read_rows(Trickle(content, step), dialect, limits=limits))
    assert rows == rows_of(content, dialect, limits), "how the bytes arrive makes no difference"
    assert b"".join(content[row.byte_start : row.byte_end] for row in rows) == content
    ends = [0] + [row.byte_end for row in rows]
    assert [row.byte_start for row in rows] == ends[:-1]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.first_line for row in rows] == [1] + [row.last_line + 1 for row in rows[:-1]] if rows else True
    assert sum(Counter(row.kind for row in rows).values()) == len(rows)
    assert sum(row.kind is RowKind.HEADER for row in rows) <= has_header
    for row in rows:
        assert (row.issue is not None) >= (row.kind is RowKind.BAD)
        "".join(row.cells).encode("utf-8")  # storable: no lone surrogates
        assert not any("\0" in cell for cell in row.cells)


cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 5))
    visible = st.lists(cells, min_size=width, max_size=width).filter(lambda row: "".join(row).strip())
    return draw(st.lists(visible, min_size=1, max_size=8))


# The writer of Python 3.11 leaves a lone CR unquoted when lines end otherwise; where all is quoted, any line end will do.
WRITERS = [("\r\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL), ("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL)]


@settings(max_examples=100, deadline=None)
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    writer=st.sampled_from(WRITERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030"]),
    is_ended=st.booleans(),
)
def test_what_csv_writes_is_what_we_read(
    table: list[list[str]], delimiter: str, writer: tuple[str, int], encoding: str, *, is_ended: bool
) -> None:
    newline, quoting = writer
    written = io.StringIO(newline="")
    quoted = csv.writer(written, delimiter=delimiter, lineterminator=newline, quoting=quoting)  # type: ignore[arg-type]  # an int
    quoted.writerows(table)
    text = written.getvalue() if is_ended else written.getvalue().removesuffix(newline)
    assume(not text.startswith(("\ufeff", "sep=", '"sep=')))  # a mark or an instruction at the beginning is no cell
    content = text.encode(encoding)
    dialect = Dialect(encoding.removesuffix("-sig"), delimiter, has_header=False, bom=encoding.endswith("sig"))
    rows = rows_of(content, dialect)
    assert [list(row.cells) for row in rows] == table
    assert {row.kind for row in rows} == {RowKind.DATA}
    assert rows[-1].byte_end == len(content)


def test_a_small_file_row_by_row() -> None:
    content = b'\xef\xbb\xbfname,note\r\nAda,""\r\n\r\nBob,"two\r\nlines"\r\nEve,007'
    assert rows_of(content) == [
        SourceRow(1, RowKind.HEADER, ("name", "note"), 1, 1, 0, 14),
        SourceRow(2, RowKind.DATA, ("Ada", ""), 2, 2, 14, 22),
        SourceRow(3, RowKind.BLANK, (), 3, 3, 22, 24),
        SourceRow(4, RowKind.DATA, ("Bob", "two\r\nlines"), 4, 5, 24, 42),
        SourceRow(5, RowKind.DATA, ("Eve", "007"), 6, 6, 42, 49),
    ]


def test_only_a_header() -> None:
    assert outline(rows_of(b"name,phone\n")) == [("header", ("name", "phone"), "")]


def test_a_header_waits_for_the_first_row_with_text() -> None:
    assert outline(rows_of(b"\n , \nname,phone\n,\n1,2\n")) == [
        ("blank", (), ""),
        ("blank", (" ", " "), ""),
        ("header", ("name", "phone"), ""),
        ("blank", ("", ""), ""),
        ("data", ("1", "2"), ""),
    ]


def test_the_line_by_which_spreadsheets_name_the_delimiter_is_no_header() -> None:
    dialect = Dialect("utf-8", ";", has_header=True, bom=False)
    assert [row.kind.value for row in rows_of(b"sep=;\nname;phone\n1;2\n", dialect)] == ["blank", "header", "data"]


def test_ragged_rows_keep_their_cells() -> None:
    rows = rows_of(b"a,b\n1\n1,2,3\n1,2\n")
    assert outline(rows)[1:] == [
        ("bad", ("1",), "ragged_row"),
        ("bad", ("1", "2", "3"), "ragged_row"),
        ("data", ("1", "2"), ""),
    ]
    issue = rows[2].issue
    assert issue
    assert issue.message == "the row has 3 cells where 2 are expected"
    assert issue.raw_value == "1,2,3"


def test_an_unclosed_quote_costs_one_line() -> None:
    rows = rows_of(b'a,b\n1,"oops\n2,fine\n3,"two\nlines"\n4,fine\n')
    assert outline(rows)[1:] == [
        ("bad", ("1", "oops"), "unclosed_quote"),
        ("data", ("2", "fine"), ""),
        ("data", ("3", "two\nlines"), ""),
        ("data", ("4", "fine"), ""),
    ]


def test_an_unclosed_quote_in_the_last_line() -> None:
    assert outline(rows_of(b'a,b\n1,2\n3,"4'))[1:] == [("data", ("1", "2"), ""), ("bad", ("3", "4"), "unclosed_quote")]


def test_a_damaged_header_is_still_the_header() -> None:
    assert outline(rows_of(b'a,"b\n1,2\n')) == [("header", ("a", "b"), "unclosed_quote"), ("data", ("1", "2"), "")]
    assert outline(rows_of(b"a,\xff\n1,2\n")) == [("header", ("a", "\\xff"), "undecodable_bytes"), ("data", ("1", "2"), "")]


def test_text_after_a_closing_quote() -> None:
    assert outline(rows_of(b'a,b\n"x"y,2\n3,4\n'))[1:] == [("bad", ("xy", "2"), "bad_quote"), ("data", ("3", "4"), "")]


def test_bytes_of_another_encoding_show_in_their_cell() -> None:
    rows = rows_of(b"a,b\nok,Ren\xe9e\nok,\xc3\xa9\n")
    assert outline(rows)[1:] == [("bad", ("ok", "Ren\\xe9e"), "undecodable_bytes"), ("data", ("ok", "é"), "")]
    issue = rows[1].issue
    assert issue
    assert (issue.column, issue.raw_value) == (1, "Ren\\xe9e")


def test_a_nul_byte_is_shown_and_not_stored() -> None:
    rows = rows_of(b"a,b\n1,x\0y\n1,2\n")
    assert outline(rows)[1:] == [("bad", ("1", "x\\x00y"), "nul_byte"), ("data", ("1", "2"), "")]
    assert rows[1].issue
    assert rows[1].issue.column == 1


def test_a_line_above_the_limit_is_skipped_with_its_span() -> None:
    long_line = b"1," + b"x" * 500 + b"\r\n"
    content = b"a,b\r\n" + long_line + b"3,4\r\n"
    rows = rows_of(content, limits=Limits(max_line_bytes=300))
    assert outline(rows)[1:] == [("bad", (), "line_too_long"), ("data", ("3", "4"), "")]
    assert content[rows[1].byte_start : rows[1].byte_end] == long_line
    assert rows[1].issue
    assert rows[1].issue.raw_value == long_line[:200].decode()


def test_a_long_line_inside_quotes_breaks_the_record_and_nothing_else() -> None:
    content = b'a,b\n1,"x\n' + b"y" * 500 + b'\n2",3\n4,5\n'
    assert outline(rows_of(content, limits=TINY))[1:] == [
        ("bad", ("1", "x"), "unclosed_quote"),
        ("bad", (), "line_too_long"),
        ("data", ('2"', "3"), ""),
        ("data", ("4", "5"), ""),
    ]


@pytest.mark.parametrize("limits", [Limits(max_record_lines=3), Limits(max_record_bytes=20)])
def test_a_record_above_the_limits_is_given_up(limits: Limits) -> None:
    rows = rows_of(b'a,b\n1,"' + b"x\n" * 100 + b'",2\n3,4\n', limits=limits)
    assert rows[1].issue
    assert rows[1].issue.code is IssueCode.UNCLOSED_QUOTE
    assert rows[-1].cells == ("3", "4")


def test_a_file_where_every_line_opens_a_quote_takes_linear_time() -> None:
    lines = 5_000
    rows = rows_of(b"a,b\n" + b'a",,"c\n' * lines)
    assert Counter(row.kind for row in rows) == {RowKind.HEADER: 1, RowKind.BAD: lines}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_cut_at_whole_characters(encoding: str) -> None:
    # U+0A0D and U+0D0A hold the bytes of line ends in other places.
    text = '\ufeffname,note\r\nАда,"\u0a0d\u0d0a\nнет"\rEve,😀'
    rows = rows_of(text.encode(encoding), Dialect(encoding, ",", has_header=True, bom=True))
    assert [row.cells for row in rows] == [("name", "note"), ("Ада", "\u0a0d\u0d0a\nнет"), ("Eve", "😀")]


def test_half_a_character_at_the_end_spoils_the_last_row_only() -> None:
    content = "a,b\r\n1,2\r\n3,4".encode("utf-16-le") + b"\x41"
    rows = rows_of(content, Dialect("utf-16-le", ",", has_header=True, bom=False))
    assert [row.kind.value for row in rows] == ["header", "data", "bad"]
    assert rows[-1].byte_end == len(content)


def test_a_row_cut_between_two_blocks() -> None:
    filler = b"x" * (BLOCK_BYTES - 7)
    content = b"a\n" + filler + b"\nlast\r\nrow\r\n"
    assert [row.cells[0][-4:] for row in rows_of(content)] == ["a", "xxxx", "last", "row"]


@pytest.fixture
def sixty_four_megabytes_in_one_line(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2\n")
        for _ in range(64):
            file.write(b"x" * (1 << 20))
        file.write(b"\n3,4\n")
    yield path
    path.unlink()


def test_a_real_line_of_64_megabytes_never_stands_in_memory(sixty_four_megabytes_in_one_line: Path) -> None:
    tracemalloc.start()
    with sixty_four_megabytes_in_one_line.open("rb") as file:
        rows = list(read_rows(file, UTF8, limits=Limits(max_line_bytes=2 << 20)))
        size = os.fstat(file.fileno()).st_size
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row.kind.value for row in rows] == ["header", "data", "bad", "data"]
    assert rows[-1].byte_end == size
    assert peak < 12 << 20
