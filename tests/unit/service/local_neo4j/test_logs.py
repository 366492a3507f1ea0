from pathlib import Path

import pytest

from service.local_neo4j.logs import TAIL_BYTES, find_cause, last_lines, log_size, read_tail


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("java.io.IOException: No space left on device", "disk_full"),
        ("Warning! System is running out of disk space. Failed to preallocate file", "disk_full"),
        ("java.io.IOException: File too large", "disk_full"),
        ("Failed to bind: Address already in use", "port_taken"),
        ("org.neo4j.io.locker.FileLockException: Lock file has been locked by another process", "home_in_use"),
        ("Error occurred during initialization of VM\nCould not reserve enough space for 9g object heap", "memory_short"),
        ("java.lang.OutOfMemoryError: Java heap space", "memory_short"),
        ("Invalid memory configuration - exceeds physical memory.", "memory_short"),
        ("# There is insufficient memory for the Java Runtime Environment to continue.", "memory_short"),
    ],
)
def test_a_known_cause_is_found(line: str, code: str) -> None:
    cause = find_cause(f"INFO  Starting...\nERROR Failed\nCaused by: {line}\n\tat org.neo4j.X(X.java:1)\n")
    assert cause is not None
    assert cause.code == code


def test_an_unknown_cause_is_not_guessed() -> None:
    assert find_cause("ERROR something new") is None


def test_the_tail_begins_where_it_is_told_and_is_never_long(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert (read_tail(log), log_size(log)) == ("", 0)
    log.write_text("old\n")
    before = log_size(log)
    log.write_text("old\nnew\n")
    assert read_tail(log, before) == "new\n"
    log.write_bytes(b"\xff" * (TAIL_BYTES + 5))
    assert len(read_tail(log)) == TAIL_BYTES


def test_last_words_leave_out_the_stack() -> None:
    text = "first\n\nERROR it failed\n\tat org.neo4j.X(X.java:1)\n\t... 12 more\nCaused by: this\n"
    assert last_lines(text, 2) == "ERROR it failed\nCaused by: this"
