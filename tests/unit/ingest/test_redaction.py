"""Bytes taken out of kept files: nothing moves, nothing comes back, and a crash anywhere can be gone over again."""

import codecs
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import InputRefused, NotFound
from ingest.csv_reader import RowKind, read_rows
from ingest.dialect import Dialect, propose_dialect
from ingest.evidence_store import EvidenceStore
from ingest.redaction import blanked, overwrite, read_spans

TEXT = 'name,phone\r\nAda,"+971\n50"\r\nOmar,+972\r\n'


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence")


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def dialect(content: bytes, encoding: str) -> Dialect:
    return propose_dialect(content, encoding=encoding).settled()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [False, True])
def test_a_blanked_row_is_a_blank_row_and_all_others_stay_where_they_were(encoding: str, mark: bool) -> None:
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    content = (marks.get(encoding, b"") if mark else b"") + TEXT.encode(encoding)
    before = list(read_rows(io.BytesIO(content), dialect(content, encoding)))
    victim = before[1]
    file = io.BytesIO(content)
    overwrite(file, [(victim.byte_start, victim.byte_end)], encoding)
    after = list(read_rows(io.BytesIO(file.getvalue()), dialect(content, encoding)))
    assert [(r.number, r.byte_start, r.byte_end) for r in after] == [(r.number, r.byte_start, r.byte_end) for r in before]
    assert after[1].kind is RowKind.BLANK
    assert (after[0].cells, after[2].cells) == (before[0].cells, before[2].cells)
    assert "Ada".encode(encoding) not in file.getvalue()


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=60), encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]))
def test_blanking_keeps_the_length_and_doing_it_twice_is_doing_it_once(raw: bytes, encoding: str) -> None:
    once = blanked(raw, encoding, is_beginning=False)
    assert len(once) == len(raw)
    assert blanked(once, encoding, is_beginning=False) == once


def test_a_redacted_file_keeps_its_address_and_verifies_by_its_new_hash(store: EvidenceStore, tmp_path: Path) -> None:
    content = TEXT.encode()
    kept = store.keep(io.BytesIO(content))
    start = content.index(b"Ada")
    note = store.redact(kept.sha256, [(start, content.index(b"Omar"))], "utf-8", "dec_1")
    path = store.path(kept.sha256)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == note.sha256 != kept.sha256
    assert store.verify(kept.sha256)
    assert path.stat().st_mode & 0o777 == 0o400
    assert (b"Ada" in everything(tmp_path), b"Omar" in everything(tmp_path)) == (False, True)
    path.chmod(0o600)
    path.write_bytes(content)
    assert not store.verify(kept.sha256), "what came back by another way is noticed"


def test_the_same_bytes_again_do_not_bring_back_what_was_taken_out(store: EvidenceStore, tmp_path: Path) -> None:
    kept = store.keep(io.BytesIO(TEXT.encode()))
    store.redact(kept.sha256, read_spans(["12-27"]), "utf-8", "dec_1")
    assert store.keep(io.BytesIO(TEXT.encode())) == kept
    assert b"Ada" not in everything(tmp_path)
    assert store.verify(kept.sha256)


def test_a_second_redaction_adds_to_the_first_and_a_repeated_one_changes_nothing(store: EvidenceStore, tmp_path: Path) -> None:
    content = TEXT.encode()
    kept = store.keep(io.BytesIO(content))
    store.redact(kept.sha256, [(12, 27)], "utf-8", "dec_1")
    second = store.redact(kept.sha256, [(content.index(b"Omar"), len(content))], "utf-8", "dec_2")
    assert second.causes == ("dec_1", "dec_2")
    assert store.redact(kept.sha256, [(12, 27)], "utf-8", "dec_1") == second
    assert {b"Ada" in everything(tmp_path), b"Omar" in everything(tmp_path)} == {False}


def test_a_crash_between_note_and_file_is_gone_over_again(store: EvidenceStore, tmp_path: Path) -> None:
    kept = store.keep(io.BytesIO(TEXT.encode()))
    note = store.redact(kept.sha256, [(12, 27)], "utf-8", "dec_1")
    path = store.path(kept.sha256)
    path.chmod(0o600)
    path.write_bytes(TEXT.encode())  # as it lay there when the process was killed behind the note
    assert store.redact(kept.sha256, [(12, 27)], "utf-8", "dec_1") == note
    assert store.verify(kept.sha256)
    assert b"Ada" not in everything(tmp_path)


def test_what_is_no_span_is_refused_and_what_is_not_kept_is_not_found(store: EvidenceStore) -> None:
    for text in ("", "5", "9-3", "a-b", "-1-4"):
        with pytest.raises(InputRefused):
            read_spans([text])
    with pytest.raises(NotFound):
        store.redact("0" * 64, [(0, 1)], "utf-8", "dec_1")
