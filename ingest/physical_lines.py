"""Bytes cut at their line ends (LF, CR, CRLF), in blocks, without ever holding more than one over-long line's beginning."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from ingest.encodings import unit_bytes

BLOCK_BYTES: Final = 1 << 20
# Enough for 200 characters in any encoding, which is what an issue shows of a line.
_BEGINNING_BYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class LongLine:
    """A line above the limit, which was skipped: how it begins and how many bytes it has, line end included."""

    beginning: bytes
    size: int


Line = bytes | LongLine
# All finished lines of some bytes, and the unfinished rest. A rest may end in CR, whose LF may still come.
Cut = Callable[[bytes], tuple[list[bytes], bytes]]


def physical_lines(source: BinaryIO, encoding: str, max_bytes: int) -> Iterator[Line]:
    """The lines of `source` with their line ends; joined, they are the file (but for the middle of a `LongLine`)."""
    cut, unit = line_cutter(encoding), unit_bytes(encoding)
    shown = min(_BEGINNING_BYTES, max_bytes)
    rest, beginning, skipped = b"", b"", 0
    while block := source.read(BLOCK_BYTES):
        lines, rest = cut(rest + block)
        if skipped and lines:
            yield LongLine(beginning, skipped + len(lines.pop(0)))
            skipped = 0
        if max(map(len, lines), default=0) > max_bytes:
            yield from (line if len(line) <= max_bytes else LongLine(line[:shown], len(line)) for line in lines)
        else:
            yield from lines
        if len(rest) > max_bytes or skipped:
            beginning = beginning if skipped else rest[:shown]
            # One unit stays: it may be a CR that belongs to the LF of the next block. So does a part of a unit.
            kept = min(len(rest), unit + len(rest) % unit)
            skipped += len(rest) - kept
            rest = rest[len(rest) - kept :]
    if skipped:
        yield LongLine(beginning, skipped + len(rest))
    elif rest:
        yield rest


def line_cutter(encoding: str) -> Cut:
    """How to cut bytes of this encoding, beginning at a unit's first byte."""
    unit = unit_bytes(encoding)
    return _cut_narrow if unit == 1 else _wide_cutter(unit, is_big=encoding.endswith("be"))


def _cut_narrow(text: bytes) -> tuple[list[bytes], bytes]:
    # On bytes, splitlines knows LF, CR and CRLF only (on text it would also cut at form feeds and U+2028).
    lines = text.splitlines(keepends=True)
    return lines, b"" if not lines or lines[-1].endswith(b"\n") else lines.pop()


def _wide_cutter(unit: int, *, is_big: bool) -> Cut:
    zeros = b"\0" * (unit - 1)
    feed, carriage = (zeros + b"\n", zeros + b"\r") if is_big else (b"\n" + zeros, b"\r" + zeros)
    # A CR ends a line once the whole next unit is known not to be LF. No line end overlaps a misaligned one (their non-zero
    # byte would have to be zero), so misaligned matches can simply be passed over.
    pattern = b"%(cr)s%(lf)s|%(cr)s(?=.{%(unit)d})(?!%(lf)s)|%(lf)s"
    ends = re.compile(pattern % {b"cr": re.escape(carriage), b"lf": re.escape(feed), b"unit": unit}, re.DOTALL)

    def cut(text: bytes) -> tuple[list[bytes], bytes]:
        lines, start = [], 0
        for match in ends.finditer(text):
            if match.start() % unit == 0:
                lines.append(text[start : match.end()])
                start = match.end()
        return lines, text[start:]

    return cut
