"""Which files are no CSV at all: empty, or of a kind that is sent by mistake. Each refusal names the kind and the way out."""

from typing import Final

import puremagic

from graph_schema.errors import BadFile
from ingest.encodings import BYTE_ORDER_MARKS, propose_encoding, unit_bytes

_AS_CSV: Final = "export the table as CSV UTF-8"
_UNPACK: Final = "unpack it and import the CSV inside"
_ZIP: Final = b"PK\x03\x04"
# Longer beginnings than their format has would miss old writers; each contains a byte or a word that no CSV begins with.
_BEGINNINGS: Final = (
    (b"PK\x05\x06", "an empty zip archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh9", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a", "a RAR archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word document", _AS_CSV),
    (b"%PDF-", "a PDF document", _AS_CSV),
    (b"\x89PNG", "an image (PNG)", _AS_CSV),
    (b"\xff\xd8\xff", "an image (JPEG)", _AS_CSV),
    (b"GIF8", "an image (GIF)", _AS_CSV),
    (b"SQLite format 3\0", "an SQLite database", _AS_CSV),
    (b"PAR1", "a Parquet file", _AS_CSV),
    (b"{\\rtf", "an RTF document", _AS_CSV),
)
# What the zip container holds tells the office formats apart; the names stand near its beginning.
_ZIP_CONTENTS: Final = (
    (b"xl/", "an Excel workbook", _AS_CSV),
    (b"word/", "a Word document", _AS_CSV),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet", _AS_CSV),
)
_WEB_PAGES: Final = (b"<html", b"<!doctype html", b"<table", b"<?xml")
# One NUL in a long text is a damaged row; one in a hundred bytes is no text at all.
_BINARY_NUL_SHARE: Final = 0.01


def refuse_no_text(head: bytes) -> None:
    """Pass only the beginning of a text.

    Raises:
        BadFile: `empty_file` when there is nothing but blanks, `not_text` with the kind of file and how to get a CSV from it.
    """
    if not _without_mark(head).strip(b" \t\r\n\0"):
        raise BadFile("the file is empty", hint="export it again: there is nothing to read in it", code="empty_file")
    if kind := _kind(head):
        what, hint = kind
        raise BadFile(f"the file is {what}, not a CSV", hint=hint, code="not_text")


def _without_mark(head: bytes) -> bytes:
    return next((head[len(mark) :] for mark, _ in BYTE_ORDER_MARKS if head.startswith(mark)), head)


def _kind(head: bytes) -> tuple[str, str] | None:
    if head.startswith(_ZIP):
        return next(((what, hint) for name, what, hint in _ZIP_CONTENTS if name in head), ("a zip archive", _UNPACK))
    for beginning, what, hint in _BEGINNINGS:
        if head.startswith(beginning):
            return what, hint
    if _without_mark(head).lstrip()[:20].lower().startswith(_WEB_PAGES):
        return "a web page or XML (some systems name it .xls)", "open it in a spreadsheet and save it as CSV UTF-8"
    is_binary = head.count(0) > _BINARY_NUL_SHARE * len(head) and unit_bytes(propose_encoding(head).name) == 1
    return (_named(head), _AS_CSV) if is_binary else None


def _named(head: bytes) -> str:
    """What puremagic takes binary bytes for; asked last, because it knows formats that begin with two plain letters."""
    try:
        return f"binary (it looks like {puremagic.magic_string(head)[0].name})"
    except (puremagic.PureError, ValueError):
        return "binary"
