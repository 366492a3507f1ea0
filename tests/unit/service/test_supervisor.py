"""Which process serves where, and for how long that is true."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import psutil
import pytest

from graph_schema.errors import SetupFailed
from service.home import Home
from service.supervisor import FIRST_PORT, ServiceRecord, is_ready, last, listen, running, stop

HERE = "127.0.0.1"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def written(home: Home, pid: int, started_at: float, port: int = 1) -> ServiceRecord:
    """A record as if that process had served."""
    record = ServiceRecord(pid, started_at, "127.0.0.1", port)
    home.service_state_file.write_bytes(msgspec.json.encode(record))
    return record


def test_a_port_that_is_taken_is_passed_over_and_the_next_is_remembered(home: Home) -> None:
    first, record = listen(home, HERE)
    with first:
        assert record.port >= FIRST_PORT
        assert (record.pid, running(home)) == (os.getpid(), record)
        second, other = listen(home, HERE)
        second.close()
        assert other.port > record.port
    # The port of last time comes first, although lower ones are free again.
    third, again = listen(home, HERE)
    third.close()
    assert again.port == other.port


def test_a_port_that_was_set_is_not_exchanged_for_another(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SetupFailed, match="cannot listen") as refusal:
            listen(home, HERE, taken.getsockname()[1])
    assert refusal.value.error_code == "port_taken"
    assert last(home) is None


def test_a_recycled_pid_is_not_our_service(home: Home) -> None:
    own = psutil.Process()
    assert running(home) is None
    written(home, own.pid, own.create_time())
    assert running(home) is not None
    written(home, own.pid, own.create_time() - 60)
    assert running(home) is None
    assert stop(home) is False


@pytest.mark.parametrize("text", ["", "{", "{}", '{"pid": "x"}'])
def test_a_damaged_record_is_as_good_as_none(home: Home, text: str) -> None:
    home.service_state_file.write_text(text, encoding="utf-8")
    assert (last(home), running(home), stop(home)) == (None, None, False)


def test_a_process_that_does_not_listen_to_reason_is_killed(home: Home) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        written(home, process.pid, psutil.Process(process.pid).create_time())
        assert stop(home, seconds=0.5) is True
        assert process.wait(5) == -signal.SIGKILL
    assert running(home) is None


def test_nobody_there_is_not_ready(home: Home) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        assert is_ready(written(home, 1, 0, silent.getsockname()[1])) is False


def test_an_address_of_version_six_is_written_in_brackets() -> None:
    assert ServiceRecord(1, 0, "::1", 8800).url == "http://[::1]:8800"
