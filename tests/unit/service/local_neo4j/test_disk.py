import errno
import stat
from pathlib import Path

import pytest

from graph_schema.errors import SetupFailed
from service.local_neo4j.disk import explained, folder_mb, free_mb, require_free, write_whole


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "file"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert [(file.name, file.read_text()) for file in path.parent.iterdir()] == [("file", "old")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_free_space_is_that_of_the_folder_to_come(tmp_path: Path) -> None:
    assert abs(free_mb(tmp_path / "not" / "yet") - free_mb(tmp_path)) < 500
    require_free(tmp_path, 0, "do nothing")
    with pytest.raises(SetupFailed, match=r"the disk is full: .* are needed to do much") as error:
        require_free(tmp_path, 10**9, "do much")
    assert error.value.error_code == "disk_full"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_way_to_have_no_space_is_a_full_disk(tmp_path: Path, number: int) -> None:
    with pytest.raises(SetupFailed, match="the disk is full: /f could not be written") as error, explained(tmp_path):
        raise OSError(number, "no", "/f")
    assert error.value.error_code == "disk_full"


def test_other_refusals_say_which_file_and_why(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match="/f cannot be used: not yours") as error, explained(tmp_path):
        raise PermissionError(errno.EACCES, "not yours", "/f")
    assert error.value.error_code == "setup_failed"


def test_a_folder_weighs_what_its_files_do(tmp_path: Path) -> None:
    assert folder_mb(tmp_path / "none") == 0
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "file").write_bytes(b"\0" * 3_500_000)
    assert folder_mb(tmp_path) == 3
