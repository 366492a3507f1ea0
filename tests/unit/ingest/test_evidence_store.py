"""The evidence store against a real file system, real kills and a real refusal of the kernel to write more."""

import hashlib
import io
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import InputRefused, NotFound, SetupFailed
from ingest.evidence_store import BLOCK_BYTES, EvidenceStore, KeptFile

CONTENT = b"name,phone\nAda,+971501112233\n"


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence")


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_kept_file_is_named_by_its_hash_and_read_only(store: EvidenceStore, tmp_path: Path) -> None:
    kept = store.keep(io.BytesIO(CONTENT))
    assert kept == KeptFile(hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    path = store.path(kept.sha256)
    assert path == tmp_path / "evidence" / kept.sha256[:2] / kept.sha256
    assert path.stat().st_mode & 0o777 == 0o400
    with store.open(kept.sha256) as file:
        assert file.read() == CONTENT


def test_the_same_bytes_twice_are_one_file(store: EvidenceStore, tmp_path: Path) -> None:
    first, second = store.keep(io.BytesIO(CONTENT)), store.keep(io.BytesIO(CONTENT))
    assert first == second
    assert files_in(tmp_path) == [store.path(first.sha256)]


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=300))
def test_what_comes_out_is_what_went_in(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = EvidenceStore(tmp_path_factory.mktemp("evidence"))
    kept = store.keep(io.BytesIO(content))
    with store.open(kept.sha256) as file:
        assert file.read() == content
    assert store.verify(kept.sha256)


def test_progress_is_told_in_blocks(store: EvidenceStore) -> None:
    told: list[int] = []
    store.keep(io.BytesIO(bytes(2 * BLOCK_BYTES + 5)), told.append)
    assert told == [BLOCK_BYTES, BLOCK_BYTES, 5]


def test_verify_sees_one_changed_byte(store: EvidenceStore) -> None:
    kept = store.keep(io.BytesIO(CONTENT))
    path = store.path(kept.sha256)
    path.chmod(0o600)
    path.write_bytes(CONTENT.replace(b"Ada", b"Eda"))
    assert not store.verify(kept.sha256)
    store.keep(io.BytesIO(CONTENT))
    assert store.verify(kept.sha256), "keeping the same bytes again heals the copy"


def test_an_unknown_content_is_not_found(store: EvidenceStore) -> None:
    with pytest.raises(NotFound):
        store.open("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "A" * 64, "0" * 64 + "\n"])
def test_only_a_hash_names_a_file(store: EvidenceStore, name: str) -> None:
    with pytest.raises(InputRefused):
        store.path(name)


class BrokenSource(io.BytesIO):
    """A sender that breaks off after the first block."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ConnectionResetError("the sender went away")
        return super().read(100)


def test_a_sender_that_breaks_off_leaves_nothing(store: EvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        store.keep(BrokenSource(bytes(1000)))
    assert files_in(tmp_path) == []


@pytest.fixture
def little_room() -> Iterator[None]:
    """The kernel refuses files above 3 MiB, as it does when a disk or quota is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("little_room")
def test_no_room_is_said_and_leaves_nothing(store: EvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(SetupFailed) as refused:
        store.keep(io.BytesIO(bytes(8 << 20)))
    assert refused.value.error_code == "evidence_store_full"
    assert "no room" in refused.value.message
    assert files_in(tmp_path) == []


SLOW_KEEPER = """
import sys
from pathlib import Path
from ingest.evidence_store import EvidenceStore
EvidenceStore(Path(sys.argv[1])).keep(sys.stdin.buffer, lambda size: print(size, flush=True))
"""


def test_a_kill_leaves_no_final_file_and_its_part_is_cleared(store: EvidenceStore, tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    command = [sys.executable, "-c", SLOW_KEEPER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as keeper:
        assert keeper.stdin
        assert keeper.stdout
        keeper.stdin.write(bytes(BLOCK_BYTES))
        keeper.stdin.flush()
        assert keeper.stdout.readline() == f"{BLOCK_BYTES}\n".encode()
        [part] = files_in(folder)
        store.keep(io.BytesIO(CONTENT))
        assert part.exists(), "a part that is being written belongs to its writer"
        keeper.send_signal(signal.SIGKILL)
        keeper.wait()
        keeper.stdin.close()
    assert part.exists()
    kept = store.keep(io.BytesIO(CONTENT))
    assert files_in(folder) == [store.path(kept.sha256)]
