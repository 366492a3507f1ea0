"""Logs as one JSON object a line. No tokens and no personal data: errors are told by type and place, not by their text."""

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from graph_schema.errors import InvariantBroken, SetupFailed

MAX_BYTES: Final = 10_000_000
KEPT_FILES: Final = 5
_FIELDS: Final = ("request_id", "method", "path", "status", "ms")
# The texts of these are ours and speak of machines and rules; the text of any other error may quote a client's value.
_TELLING: Final = (SetupFailed, InvariantBroken)


class JsonLines(logging.Formatter):
    """One line a record; an error becomes its type and the places that it came through."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            said["error"] = [_told(error) for error in _chain(record.exc_info[1])]
        return json.dumps(said, default=str)


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _told(error: BaseException) -> dict[str, object]:
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    told: dict[str, object] = {"type": type(error).__name__, "at": places}
    return told | {"says": str(error)} if isinstance(error, _TELLING) else told


class PrivateFile(RotatingFileHandler):
    """A rotating file of mode 0600 from its first moment."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(os.fdopen(handle, "ab"), encoding="utf-8")


def log_to(path: Path) -> None:
    """Send all logs to a file that only its owner reads; the terminal stays for people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = PrivateFile(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # uvicorn tells of every connection, the driver of every retry; neither helps who looks for a request.
    for noisy in ("uvicorn.access", "neo4j"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
