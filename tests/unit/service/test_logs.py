"""The log: one JSON object a line, readable by its owner only, without the text of strangers' errors."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from graph_schema.errors import SetupFailed
from service.logs import log_to


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    log_to(tmp_path / "logs" / "service.log")
    yield tmp_path / "logs" / "service.log"
    root.handlers[0].close()
    root.handlers[:], root.level = before, level


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_an_object_with_known_fields_only(path: Path) -> None:
    extra = {"request_id": "r1", "status": 200, "ms": 1.5, "token": "secret", "variables": {"phone": "+971"}}
    logging.getLogger("velocity.request").info("answered", extra=extra)
    found = lines(path)[0]
    assert found.keys() == {"at", "level", "logger", "message", "request_id", "status", "ms"}
    assert (found["level"], found["message"], found["status"]) == ("info", "answered", 200)
    assert S_IMODE(path.stat().st_mode) == 0o600


def logged(error: Exception, cause: Exception | None = None) -> None:
    """Raise, catch and log."""
    try:
        raise error from cause  # noqa: TRY301 - logged where it is caught, as a request does
    except Exception:
        logging.getLogger("velocity").exception("request failed")


def test_an_error_is_told_by_type_and_place(path: Path) -> None:
    logged(KeyError("Ada"), ValueError("Ada's phone is +971500000000"))
    assert "Ada" not in path.read_text(encoding="utf-8")
    told = lines(path)[0]["error"]
    assert isinstance(told, list)
    assert [part["type"] for part in told] == ["KeyError", "ValueError"]
    assert "test_logs.py" in told[0]["at"][0]


def test_our_own_errors_keep_their_words(path: Path) -> None:
    logged(SetupFailed("the disk is full", hint="free some space"))
    assert "the disk is full (free some space)" in path.read_text(encoding="utf-8")


def test_lines_never_break_in_two(path: Path) -> None:
    logging.getLogger("velocity").info("one\ntwo\r\nthree \u2028 four")
    assert [line["message"] for line in lines(path)] == ["one\ntwo\r\nthree \u2028 four"]
