"""Installing and repairing, on small files, with a Maven repository of our own on loopback."""

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph_schema.errors import SetupFailed
from service.local_neo4j.jars import JarFault, JarFolder, find_faults, install, require_intact
from service.local_neo4j.lock import LockedJar

CONTENTS = {"org.one:one:1": b"the first jar", "org.two:two:2:linux": b"the second jar, which is longer"}
LOCKED = tuple(
    LockedJar(coordinate, hashlib.sha256(content).hexdigest(), len(content)) for coordinate, content in CONTENTS.items()
)
ONE, TWO = LOCKED


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing on the test's stderr."""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Maven repository that holds both jars."""
    root = tmp_path / "repository"
    for jar in LOCKED:
        path = root / maven_path(jar)
        path.parent.mkdir(parents=True)
        path.write_bytes(CONTENTS[jar.coordinate])
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as web:
        threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("VELOCITY_MAVEN_MIRROR", f"http://127.0.0.1:{web.server_port}/")
        yield root
        web.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> JarFolder:
    return JarFolder(tmp_path / "neo4j")


def maven_path(jar: LockedJar) -> str:
    group, artifact, version = jar.coordinate.split(":")[:3]
    return f"{group.replace('.', '/')}/{artifact}/{version}/{jar.filename}"


def test_an_install_brings_exactly_the_locked_jars(repository: Path, folder: JarFolder) -> None:
    assert install(folder, LOCKED) == 2
    assert {path.name: path.read_bytes() for path in folder.lib.iterdir()} == {
        jar.filename: CONTENTS[jar.coordinate] for jar in LOCKED
    }
    assert not folder.partial.exists()
    assert install(folder, LOCKED) == 0


@pytest.mark.parametrize("sent", [b"the FIRST jar", b"the first", b""])
def test_a_download_that_is_not_what_was_locked_is_never_installed(repository: Path, folder: JarFolder, sent: bytes) -> None:
    (repository / maven_path(ONE)).write_bytes(sent)
    with pytest.raises(SetupFailed, match=r"one-1\.jar could not be downloaded: what came does not have"):
        install(folder, LOCKED)
    assert not folder.lib.exists()


def test_a_jar_that_cannot_be_had_is_named_and_the_next_install_goes_on(repository: Path, folder: JarFolder) -> None:
    there = repository / maven_path(TWO)
    there.rename(repository / "away")
    with pytest.raises(SetupFailed, match=r"two-2-linux\.jar could not be downloaded"):
        install(folder, LOCKED)
    assert not folder.lib.exists()

    (repository / "away").rename(there)
    (repository / maven_path(ONE)).unlink()  # it came the first time, and is not asked for again
    assert install(folder, LOCKED) == 2
    require_intact(folder.lib, LOCKED)


def test_what_an_interrupted_install_left_half_is_fetched_again(repository: Path, folder: JarFolder) -> None:
    half = folder.partial / "repository" / maven_path(ONE)
    half.parent.mkdir(parents=True)
    half.write_bytes(CONTENTS[ONE.coordinate][:4])
    assert install(folder, LOCKED) == 2
    require_intact(folder.lib, LOCKED)


def test_every_fault_has_its_name(repository: Path, folder: JarFolder) -> None:
    install(folder, LOCKED)
    one, two = (folder.lib / jar.filename for jar in LOCKED)
    one.write_bytes(b"the first JAR")
    two.write_bytes(b"the")
    (folder.lib / "stranger.jar").mkdir()
    assert find_faults(folder.lib, LOCKED) == (
        JarFault("one-1.jar", "tampered with: its SHA-256 is not the locked one"),
        JarFault("two-2-linux.jar", "truncated: 3 of 31 bytes"),
        JarFault("stranger.jar", "unexpected: the lock does not know it"),
    )
    one.write_bytes(CONTENTS[ONE.coordinate] + b"\0")
    two.unlink()
    assert [fault.why.split(":")[0] for fault in find_faults(folder.lib, LOCKED)] == [
        "tampered with",
        "missing",
        "unexpected",
    ]


def test_a_repair_fetches_only_what_is_faulty(repository: Path, folder: JarFolder) -> None:
    install(folder, LOCKED)
    (folder.lib / TWO.filename).write_bytes(b"harmed")
    (folder.lib / "stranger").mkdir()
    (folder.lib / "link").symlink_to(repository)
    (repository / maven_path(ONE)).unlink()  # would be missed if it were asked for
    assert install(folder, LOCKED, repair=True) == 1
    require_intact(folder.lib, LOCKED)
    assert repository.is_dir()
    assert install(folder, LOCKED, repair=True) == 0


def test_a_long_list_of_faults_is_cut(folder: JarFolder) -> None:
    many = tuple(LockedJar(f"g:a{number}:1", "0" * 64, 1) for number in range(12))
    with pytest.raises(SetupFailed, match=r"12 of its jars .*and 2 more ") as error:
        require_intact(folder.lib, many)
    assert error.value.error_code == "jars_not_intact"
    assert "--repair" in error.value.hint


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SetupFailed, match=r"file.* cannot be used") as error:
        install(JarFolder(tmp_path / "file" / "neo4j"), LOCKED)
    assert "VELOCITY_CACHE" in error.value.hint
