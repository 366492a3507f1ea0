"""Taking bytes out of a kept file without moving any: spaces in their place, and a note beside the file that says so."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

import msgspec

from graph_schema.errors import InputRefused
from ingest.encodings import BYTE_ORDER_MARKS, unit_bytes

_LINE_ENDS: Final = ("\r\n", "\n", "\r")


class Redaction(msgspec.Struct, frozen=True, kw_only=True):
    """The note beside a file: the hash that it was received with, the hash that it has now, and the spans between the two."""

    received_sha256: str
    sha256: str
    encoding: str
    spans: tuple[tuple[int, int], ...]
    causes: tuple[str, ...]


def read_spans(texts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Half-open spans from `start-end`.

    Raises:
        InputRefused: a text is no span.
    """
    found = []
    for text in texts:
        start, _, end = text.partition("-")
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
            raise InputRefused(f"{text!r} is no span of bytes", hint="write start-end, the end being the first byte behind it")
        found.append((int(start), int(end)))
    return tuple(found)


def overwrite(target: BinaryIO, spans: Sequence[tuple[int, int]], encoding: str) -> None:
    """Put spaces over spans of an open file. What is filled already stays as it is, so doing it again changes nothing."""
    for start, end in spans:
        target.seek(start)
        raw = target.read(end - start)
        target.seek(start)
        target.write(blanked(raw, encoding, is_beginning=start == 0))


def blanked(raw: bytes, encoding: str, *, is_beginning: bool) -> bytes:
    """As many bytes, all spaces but for a byte order mark and the last line end.

    A row that is read again is a blank row then: rows keep their numbers, and none is taken for a person.
    """
    mark = next((mark for mark, _ in BYTE_ORDER_MARKS if is_beginning and raw.startswith(mark)), b"")
    unit, name = unit_bytes(encoding or "utf-8"), encoding or "utf-8"
    end = next((coded for text in _LINE_ENDS if raw.endswith(coded := text.encode(name)) and len(raw) > len(mark)), b"")
    body = len(raw) - len(mark) - len(end)
    return mark + " ".encode(name) * (body // unit) + b" " * (body % unit) + end


def merged(old: Redaction | None, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """All spans that a file has lost, each once, in order."""
    return tuple(sorted({*(old.spans if old else ()), *spans}))
