"""The managed server's password: made by us, never typed, in a file that only its owner can read."""

import secrets
import stat
from pathlib import Path

from graph_schema.errors import SetupFailed
from service.local_neo4j.disk import write_whole

PASSWORD_BYTES = 24


def read_password(path: Path) -> str:
    """The password in the file, or "" if there is none yet.

    Raises:
        SetupFailed: other people of the machine can read the file.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        password = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    if mode & 0o077:
        raise SetupFailed(
            f"other users of this machine may read the database password: {path} has mode {mode:04o}",
            hint=f"chmod 600 {path}",
            code="password_readable",
        )
    return password


def ensure_password(path: Path) -> str:
    """The password in the file; a new one is written there first if there is none."""
    if password := read_password(path):
        return password
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    write_whole(path, password + "\n", mode=0o600)
    return password
