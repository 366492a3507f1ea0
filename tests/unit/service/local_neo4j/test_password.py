import stat
from pathlib import Path

import pytest

from graph_schema.errors import SetupFailed
from service.local_neo4j.password import ensure_password, read_password


def test_a_password_is_made_once_long_and_private(tmp_path: Path) -> None:
    path = tmp_path / "password"
    assert read_password(path) == ""
    password = ensure_password(path)
    assert len(password) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ensure_password(path) == read_password(path) == password
    assert ensure_password(tmp_path / "another") != password


def test_a_password_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "password"
    ensure_password(path)
    path.chmod(0o640)
    with pytest.raises(SetupFailed, match="mode 0640") as error:
        read_password(path)
    assert error.value.hint == f"chmod 600 {path}"
