"""How a file is to be read: encoding, delimiter, header. What its bytes do not prove is proposed, and a person decides."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from graph_schema.errors import BadFile
from ingest.cell_shapes import is_date_like, is_email_like, is_phone_like
from ingest.encodings import EncodingProposal, known_encoding, mark_bytes, propose_encoding
from ingest.file_kinds import refuse_no_text

# What the importer reads to propose a dialect; more rows bring no better evidence.
HEAD_BYTES: Final = 1 << 20
DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_ROWS_LOOKED_AT: Final = 200
_LINES_A_ROW: Final = 100
# A delimiter that gives nine rows in ten the header's number of cells is one; ragged rows are the rest.
_LEAST_CONSISTENCY: Final = 0.9


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a file. `encoding` is a Python codec name with its byte order; `bom`: the file begins with its mark."""

    encoding: str
    delimiter: str
    has_header: bool
    bom: bool


@dataclass(frozen=True, slots=True)
class DialectProposal:
    """The likeliest dialect, why, and the others that the bytes allow too (best first, each differing in what is open)."""

    dialect: Dialect
    evidence: tuple[str, ...]
    is_certain: bool
    alternatives: tuple[Dialect, ...] = ()

    def settled(self) -> Dialect:
        """The dialect, if the bytes prove it.

        Raises:
            BadFile: `encoding_undecided` or `delimiter_undecided`, with the candidates and how to choose one.
        """
        if self.is_certain:
            return self.dialect
        encodings = list(dict.fromkeys(other.encoding for other in (self.dialect, *self.alternatives)))
        delimiters = list(dict.fromkeys(DELIMITERS[other.delimiter] for other in (self.dialect, *self.alternatives)))
        why = "; ".join(self.evidence)
        if len(delimiters) > 1:
            raise BadFile(
                f"the delimiter can be {' or '.join(delimiters)}: {why}",
                hint=f"say which: --delimiter {delimiters[0]}",
                code="delimiter_undecided",
            )
        raise BadFile(
            f"the encoding can be {', '.join(encodings)}: {why}",
            hint="look at how each would read the names and say which: --encoding NAME",
            code="encoding_undecided",
        )


def propose_dialect(head: bytes, *, encoding: str = "", delimiter: str = "", has_header: bool | None = None) -> DialectProposal:
    """How to read the file that begins with `head` (up to `HEAD_BYTES`, or all of it); what a person decided is not questioned.

    Raises:
        BadFile: `empty_file`, `not_text` (an archive, a workbook, an image) or `unknown_encoding`.
    """
    refuse_no_text(head)
    found = _decided_encoding(encoding, head) if encoding else propose_encoding(head)
    text = _text(head, found)
    if not text.strip(" \t\r\n,;|\0"):
        raise BadFile("the file is empty: it has no cell with text", hint="export it again", code="empty_file")
    marks = _delimiter_candidates(text, delimiter)
    rows = list(_parsed(text, marks[0]))
    with_header, header_evidence = _header(rows, has_header)
    dialect = Dialect(found.name, marks[0], with_header, found.has_mark)
    others = [replace(dialect, encoding=name) for name in found.candidates if name != found.name]
    others += [replace(dialect, delimiter=mark) for mark in marks[1:]]
    width = len(rows[0]) if rows else 0
    evidence = (found.evidence, f"{DELIMITERS.get(marks[0], marks[0])} gives {width} cells a row", header_evidence)
    return DialectProposal(dialect, evidence, found.is_certain and len(marks) == 1, tuple(others))


def _decided_encoding(encoding: str, head: bytes) -> EncodingProposal:
    name = known_encoding(encoding, head)
    return EncodingProposal(name, f"{encoding} was decided", is_certain=True, has_mark=mark_bytes(head, name) > 0)


def _text(head: bytes, found: EncodingProposal) -> str:
    """The whole lines of the beginning: the last one may be cut, so it counts only when it stands alone."""
    text = head.decode(found.name, "replace").removeprefix("\ufeff")
    whole = max(text.rfind("\n"), text.rfind("\r")) + 1
    return text[:whole] if text[:whole].strip() else text


def _delimiter_candidates(text: str, decided: str) -> list[str]:
    """The delimiters that the rows allow, best first; a comma when none does (one column)."""
    named = re.match(r'"?sep=(.)"?[\r\n]', text)
    if decided:
        return [decided]
    if named:
        return [named[1]]
    consistency = {mark: _consistency(text, mark) for mark in DELIMITERS}
    good = [mark for mark, (share, _) in consistency.items() if share >= _LEAST_CONSISTENCY]
    best = max((consistency[mark][0] for mark in good), default=0.0)
    # One that fits every row beats one that fits most: "Dubai, UAE" in most rows does not make the comma a rival.
    ranked = sorted((mark for mark in good if consistency[mark][0] == best), key=lambda mark: -consistency[mark][1])
    return ranked or [","]


def _consistency(text: str, delimiter: str) -> tuple[float, int]:
    """The share of rows with as many cells as the first one has, and that number; (0, 1) when it does not cut the first."""
    widths = [len(row) for row in _parsed(text, delimiter)]
    if not widths or widths[0] < 2:
        return 0.0, 1
    return widths.count(widths[0]) / len(widths), widths[0]


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    """The first rows that have something in them; one that breaks the rules of quoting is a row without cells."""
    lines = list(io.StringIO(text, newline=""))
    at = 0
    for _ in range(_ROWS_LOOKED_AT):
        reader = csv.reader(islice(lines, at, at + _LINES_A_ROW), delimiter=delimiter, strict=True)
        try:
            row = next(reader, None)
        except csv.Error:
            # As in the real reading, a quote that does not close costs one line and not the rest.
            at += 1
            yield []
            continue
        at += reader.line_num
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield row


def _header(rows: list[list[str]], decided: bool | None) -> tuple[bool, str]:
    if decided is not None:
        return decided, "whether there is a header was decided"
    first = rows[0] if rows else []
    value = next((cell for cell in first if is_email_like(cell) or is_date_like(cell) or is_phone_like(cell)), None)
    if value is not None:
        return False, f"the first row is no header: it has the value {value[:40]!r}"
    return True, "the first row is taken as the header: it has no e-mail address, phone number or date"
