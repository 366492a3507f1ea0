"""Processes of the operating system, none of them Neo4j."""

import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from service.local_neo4j.config import MAIN_CLASS, PORT_PROPERTY, home_argument
from service.local_neo4j.process import (
    ServerProcess,
    ServerRecord,
    find_server,
    is_running,
    read_record,
    spawn,
    stop,
    write_record,
)

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def test_a_record_is_read_back_and_a_torn_one_remembers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "neo4j.json"
    write_record(path, ServerRecord(port=7001, pid=42))
    assert read_record(path) == ServerRecord(7001, 42)
    for torn in ("", "{", "[]", '{"port": null, "pid": 1}', '{"port": 1}', "\0"):
        path.write_text(torn)
        assert read_record(path) == ServerRecord()
    assert read_record(tmp_path / "none") == ServerRecord()


def test_a_server_is_known_by_its_home_not_by_its_pid(tmp_path: Path) -> None:
    ours, other = tmp_path / "ours", tmp_path / "other"
    command = [sys.executable, "-c", "import time; time.sleep(60)", f"{PORT_PROPERTY}7001", MAIN_CLASS]
    pid = spawn([*command, home_argument(ours)], tmp_path / "log")
    try:
        for recorded in (pid, 0, os.getpid(), 2**22 - 1):
            assert find_server(ours, recorded) == ServerProcess(pid, 7001)
        assert find_server(other, pid) is None
    finally:
        assert stop(pid, 5)
    assert find_server(ours, pid) is None


def test_what_is_spawned_is_apart_from_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    log = tmp_path / "new" / "log"
    code = "import os, sys; print(sorted(os.environ), os.getsid(0) == os.getpid(), sys.stdin.read(), file=sys.stderr)"
    pid = spawn([sys.executable, "-c", code], log)
    psutil.Process(pid).wait(10)
    said = log.read_text()
    assert "True" in said
    assert "NEO4J_PASSWORD" not in said
    assert "PATH" in said


def test_a_long_console_log_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    log.write_bytes(b"x" * 5_000_001)
    pid = spawn([sys.executable, "-c", "print('new')"], log)
    psutil.Process(pid).wait(10)
    assert log.read_text() == "new\n"
    assert (tmp_path / "console.old.log").stat().st_size == 5_000_001


def test_who_does_not_listen_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    pid = spawn([sys.executable, "-c", STUBBORN], log)
    while not log.exists() or "up" not in log.read_text():
        time.sleep(0.01)
    assert is_running(pid)
    assert stop(pid, 0.2) is False
    assert not is_running(pid)
    assert stop(pid, 0.2) is True  # nothing is left to stop
