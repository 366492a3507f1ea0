import os
from pathlib import Path

import psutil

from service.local_neo4j.machine import find_java, machine_mb


def test_a_container_may_use_what_it_was_given(tmp_path: Path) -> None:
    limit, whole = tmp_path / "memory.max", psutil.virtual_memory().total // 2**20
    assert machine_mb(limit) == whole
    for text, expected in ((str(300 * 2**20), 300), ("max", whole), (str(2**60), whole)):
        limit.write_text(text + "\n")
        assert machine_mb(limit) == expected


def test_java_comes_with_the_dependencies() -> None:
    assert os.access(find_java(), os.X_OK)
