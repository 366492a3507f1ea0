"""Logs as one JSON object a line: time, level, what, and the request's id. No personal data, no tokens."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_KNOWN: Final = ("request_id", "path")


class JsonLines(logging.Formatter):
    """One line a record; the traceback, if any, is a field of it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in _KNOWN if hasattr(record, name)}
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said)


def log_to(path: Path) -> None:
    """Send all logs to a file; the terminal stays for people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
