"""What the first bytes prove about a file, what they leave open, and which files are refused by name."""

import bz2
import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import BadFile
from ingest.dialect import Dialect, propose_dialect

ARABIC = "الاسم,الهاتف\nمحمد علي الحمادي,0501112233\nفاطمة عبد الله,0502223344\n"
GERMAN = "Name;Stadt;Betrag\nJürgen Müller;Köln;1,5\nRenée Lefèvre;Besançon;2,5\n"


def refusal(head: bytes) -> BadFile:
    with pytest.raises(BadFile) as refused:
        propose_dialect(head)
    return refused.value


def a_zip(*names: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return archive.getvalue()


@pytest.mark.parametrize(
    ("content", "dialect"),
    [
        (ARABIC.encode(), Dialect("utf-8", ",", has_header=True, bom=False)),
        (ARABIC.encode("utf-8-sig"), Dialect("utf-8", ",", has_header=True, bom=True)),
        (ARABIC.encode("utf-16"), Dialect("utf-16-le", ",", has_header=True, bom=True)),
        (b"\xfe\xff" + ARABIC.encode("utf-16-be"), Dialect("utf-16-be", ",", has_header=True, bom=True)),
        (ARABIC.encode("utf-32"), Dialect("utf-32-le", ",", has_header=True, bom=True)),
        (GERMAN.encode(), Dialect("utf-8", ";", has_header=True, bom=False)),
        (b"name\tnote\nAda\t1,2,3\n", Dialect("utf-8", "\t", has_header=True, bom=False)),
        (b"name|note\nAda|x\n", Dialect("utf-8", "|", has_header=True, bom=False)),
        (b"name\nAda\nBob\n", Dialect("utf-8", ",", has_header=True, bom=False)),
        (b"name,phone", Dialect("utf-8", ",", has_header=True, bom=False)),
        (b"sep=;\nname;a,b\nAda;1,2\n", Dialect("utf-8", ";", has_header=True, bom=False)),
        (b'name;city\n"Doe; Ada";"Dubai, UAE"\nBob;"Paris, FR"\n', Dialect("utf-8", ";", has_header=True, bom=False)),
        (b'name,note\n1,"open\n2,b\n' + b"3,c\n" * 20, Dialect("utf-8", ",", has_header=True, bom=False)),
        (b"name,note\n\n\n\n1,2\n", Dialect("utf-8", ",", has_header=True, bom=False)),
        (b"Ada,ada@example.com\nBob,bob@example.com\n", Dialect("utf-8", ",", has_header=False, bom=False)),
        (b"Ada,+971501112233\n", Dialect("utf-8", ",", has_header=False, bom=False)),
        (b"Ada,2026-03-12\n", Dialect("utf-8", ",", has_header=False, bom=False)),
    ],
)  # fmt: skip
def test_what_the_bytes_prove(content: bytes, dialect: Dialect) -> None:
    proposal = propose_dialect(content)
    assert proposal.dialect == dialect
    assert proposal.is_certain
    assert proposal.settled() == dialect


@settings(max_examples=100, deadline=None)
@given(cut=st.integers(12, len(ARABIC.encode())))
def test_a_character_cut_at_the_end_of_the_head_is_still_utf8(cut: int) -> None:
    assert propose_dialect(ARABIC.encode()[:cut]).dialect.encoding == "utf-8"


@pytest.mark.parametrize(("text", "encoding"), [(ARABIC, "cp1256"), (GERMAN, "cp1252"), (GERMAN, "mac-roman")])
def test_other_encodings_are_proposed_and_never_used_silently(text: str, encoding: str) -> None:
    proposal = propose_dialect(text.encode(encoding))
    assert not proposal.is_certain
    assert encoding in {other.encoding for other in (proposal.dialect, *proposal.alternatives)}
    with pytest.raises(BadFile) as refused:
        proposal.settled()
    assert refused.value.error_code == "encoding_undecided"
    assert "--encoding NAME" in refused.value.hint
    assert "reads" in refused.value.message, "a person chooses by what each encoding would show"


def test_utf8_with_a_few_damaged_bytes_is_among_the_candidates() -> None:
    content = ARABIC.encode() + b"Ren\xe9e,1\nx,y\n"
    assert propose_dialect(content).dialect.encoding == "utf-8"
    assert not propose_dialect(content).is_certain


def test_utf16_without_its_mark_is_a_proposal() -> None:
    proposal = propose_dialect("name,phone\nAda,1\n".encode("utf-16-le"))
    assert proposal.dialect.encoding == "utf-16-le"
    assert not proposal.is_certain


def test_two_delimiters_that_fit_equally_well_are_a_question() -> None:
    proposal = propose_dialect(b"a;b,c\n1;2,3\n")
    assert not proposal.is_certain
    with pytest.raises(BadFile) as refused:
        proposal.settled()
    assert refused.value.error_code == "delimiter_undecided"
    assert propose_dialect(b"a;b,c\n1;2,3\n", delimiter=";").settled().delimiter == ";"


def test_what_a_person_decided_is_not_questioned() -> None:
    decided = propose_dialect(ARABIC.encode("cp1256"), encoding="CP1256", has_header=False)
    assert decided.settled() == Dialect("cp1256", ",", has_header=False, bom=False)
    wide = propose_dialect(ARABIC.encode("utf-16"), encoding="utf-16")
    assert wide.settled() == Dialect("utf-16-le", ",", has_header=True, bom=True)
    assert propose_dialect(ARABIC.encode("utf-8-sig"), encoding="utf-8-sig").settled().bom


@pytest.mark.parametrize("name", ["klingon", "rot13", "utf-7", "cp037", "unicode_escape", "raw_unicode_escape", "base64", ""])
def test_encodings_that_cannot_be_cut_into_lines_are_refused(name: str) -> None:
    if not name:
        return
    with pytest.raises(BadFile) as refused:
        propose_dialect(b"name\n", encoding=name)
    assert refused.value.error_code == "unknown_encoding"


@pytest.mark.parametrize(
    "head", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n\r\n  \n", b"\xff\xfe" + "\r\n ".encode("utf-16-le"), b",,,\n,,,\n"]
)
def test_a_file_without_text_is_empty(head: bytes) -> None:
    assert refusal(head).error_code == "empty_file"


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (a_zip("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (a_zip("word/document.xml"), "a Word document"),
        (a_zip("leads.csv"), "a zip archive"),
        (gzip.compress(ARABIC.encode()), "a gzip archive"),
        (bz2.compress(ARABIC.encode()), "a bzip2 archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel or Word document"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image (PNG)"),
        (b"<html><table><tr><td>name</td></tr></table>", "a web page"),
        (b"\x7fELF" + bytes(100), "binary"),
        (bytes(range(256)) * 4 + bytes(100), "binary"),
    ],
)
def test_files_of_another_kind_are_named(head: bytes, named: str) -> None:
    refused = refusal(head)
    assert refused.error_code == "not_text"
    assert named in refused.message
    assert refused.hint


def test_one_stray_nul_in_a_long_text_is_a_matter_for_its_row() -> None:
    assert propose_dialect(b"name,phone\nA\0da,1\n" + b"Bob,2\n" * 50).is_certain
