"""Which encoding a file may be in. Only what the bytes prove is certain; anything else is a proposal that a person settles."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from graph_schema.errors import BadFile

# Longest first: the UTF-32 mark begins with the UTF-16 one.
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings that business exports come in; charset-normalizer alone read cp1256 Arabic as mac_iceland.
_USUAL: Final = (
    "cp1252", "cp1256", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1257", "cp1258",
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp874", "koi8_r", "mac_roman",
)  # fmt: skip
_SAMPLE_BYTES: Final = 32 * 1024
_MAX_CANDIDATES: Final = 5
_PREVIEW_CHARS: Final = 40
# A text with one broken character in ten is still text with damage; with more, the encoding is another one.
_DAMAGE_SHARE: Final = 0.1
# In UTF-16 text of any script, the zero bytes of line ends, digits and delimiters all fall on one side.
_ZERO_SIDE_SHARE: Final = 0.95
_ZERO_LEAST_SHARE: Final = 0.05
_ACCENT_SHARE: Final = 0.6
_LATIN_END: Final = "\u0250"
_EAST_ASIA: Final = "\u2e80"
# `\u0041` at the end catches Python's own escape codecs, which read more out of a text than it says.
_PLAIN: Final = "".join(map(chr, range(32, 127))) + "\t\r\n\\u0041"
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]")
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class EncodingProposal:
    """An encoding, why we think so and, unless the bytes prove it, what else it could be (best first, itself included)."""

    name: str
    evidence: str
    is_certain: bool
    has_mark: bool = False
    candidates: tuple[str, ...] = ()


def propose_encoding(head: bytes) -> EncodingProposal:
    """The encoding of a file that begins with `head`, which may end in the middle of a character."""
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return EncodingProposal(name, f"the file begins with the byte order mark of {name}", is_certain=True, has_mark=True)
    if wide := _wide_without_mark(head):
        return wide
    if _decodes(head, "utf-8"):
        is_plain = head.isascii()
        evidence = "the beginning is plain ASCII" if is_plain else "every byte of the beginning is valid UTF-8"
        return EncodingProposal("utf-8", evidence, is_certain=True)
    return _narrow_candidates(head)


def known_encoding(name: str, head: bytes = b"") -> str:
    """The name under which an encoding chosen by a person is used; `head` settles the byte order of a bare `utf-16`.

    Raises:
        BadFile: Python has no such encoding, or its line ends and delimiters are not those of ASCII or UTF-16/32.
    """
    try:
        canonical = codecs.lookup(name).name
    except LookupError:
        raise BadFile(
            f"there is no encoding named {name[:40]!r}", hint="try utf-8, cp1252, cp1256 or utf-16", code="unknown_encoding"
        ) from None
    if canonical in {"utf-8-sig", "utf_8_sig"}:
        return "utf-8"
    if canonical in {"utf-16", "utf-32"}:
        return _byte_order(canonical, head)
    if unit_bytes(canonical) == 1 and not _is_ascii_based(canonical):
        raise BadFile(
            f"files in {canonical} cannot be read line by line", hint="convert the file to UTF-8", code="unknown_encoding"
        )
    return canonical


def unit_bytes(encoding: str) -> int:
    """How many bytes one unit of a line end has: 1, 2 for UTF-16, 4 for UTF-32."""
    return {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)


def mark_bytes(head: bytes, encoding: str) -> int:
    """How many bytes of the beginning are the byte order mark of this encoding."""
    return next((len(mark) for mark, name in BYTE_ORDER_MARKS if name == encoding and head.startswith(mark)), 0)


def _byte_order(family: str, head: bytes) -> str:
    for mark, name in BYTE_ORDER_MARKS:
        if name.startswith(family) and head.startswith(mark):
            return name
    is_big = head[:1] == b"\0" and head[1:2] != b"\0" if family == "utf-16" else head[:2] == b"\0\0"
    return f"{family}-{'be' if is_big else 'le'}"


def _is_ascii_based(encoding: str) -> bool:
    try:
        return _PLAIN.encode(encoding) == _PLAIN.encode("ascii") and _PLAIN.encode("ascii").decode(encoding) == _PLAIN
    except (UnicodeError, LookupError, TypeError):
        return False


def _wide_without_mark(head: bytes) -> EncodingProposal | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    zeros = even + odd
    if zeros < _ZERO_LEAST_SHARE * len(head) or max(even, odd) < _ZERO_SIDE_SHARE * zeros:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    if not _decodes(head, name):
        return None
    evidence = f"{zeros} zero bytes all on one side look like {name}, but the byte order mark is missing"
    return EncodingProposal(name, evidence, is_certain=False, candidates=(name,))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head, final=False)
    except (UnicodeError, LookupError):
        return False
    return True


def _narrow_candidates(head: bytes) -> EncodingProposal:
    sample = _telling_lines(head)
    found = [match.encoding for match in from_bytes(sample, enable_fallback=False)]
    names = dict.fromkeys(codecs.lookup(name).name for name in (*_USUAL, *found))
    readings = {name: _reading(sample, name) for name in names if _is_ascii_based(name) and _decodes(sample, name)}
    # The sort is stable: among equally plausible ones the more usual comes first.
    ranked = sorted(readings, key=lambda name: -_plausibility(readings[name]))
    candidates = [*(["utf-8"] if _is_damaged_utf8(head) else []), *ranked][:_MAX_CANDIDATES]
    previews = "; ".join(f"{name} reads {_preview(_reading(sample, name))!r}" for name in candidates)
    evidence = f"the bytes are not valid UTF-8, and nothing in them proves another encoding: {previews}"
    return EncodingProposal(candidates[0] if candidates else "utf-8", evidence, is_certain=False, candidates=tuple(candidates))


def _telling_lines(head: bytes) -> bytes:
    """The lines with something beyond ASCII, without the last one (which may be cut) when there are others."""
    lines = [line for line in head.splitlines(keepends=True) if not line.isascii()]
    return b"".join(lines[:-1] or lines)[:_SAMPLE_BYTES]


def _reading(sample: bytes, encoding: str) -> str:
    return sample.decode(encoding, "replace")


def _is_damaged_utf8(head: bytes) -> bool:
    high = len(_HIGH_RUN.findall(head))
    return head.decode("utf-8", "replace").count("�") <= _DAMAGE_SHARE * high


def _plausibility(text: str) -> float:
    """The share of characters beyond ASCII that stand in words as people write them."""
    good = total = 0
    for word in _WORD.findall(text):
        high = sum(char > "\x7f" for char in word)
        total += high
        good += high if _is_natural(word) else 0
    strange = sum(char > "\x7f" and not char.isalpha() for char in text)
    return good / (total + strange) if total else 0.0


def _is_natural(word: str) -> bool:
    """One script, no capitals inside, and no Latin word of accents alone (Cyrillic read as cp1252 looks like that)."""
    if len({_script(char) for char in word}) > 1 or not (
        word.islower() or word.isupper() or word.istitle() or not _has_case(word)
    ):
        return False
    return word[0] >= _LATIN_END or sum(char > "\x7f" for char in word) <= _ACCENT_SHARE * len(word)


def _has_case(word: str) -> bool:
    return word.upper() != word.lower()


def _script(char: str) -> str:
    if char < _LATIN_END:
        return "latin"
    return f"{ord(char) >> 8:x}" if char < _EAST_ASIA else "east asian"


def _preview(text: str) -> str:
    word = max(_WORD.findall(text), key=lambda found: (sum(char > "\x7f" for char in found), found), default=text.strip())
    return word[:_PREVIEW_CHARS]
