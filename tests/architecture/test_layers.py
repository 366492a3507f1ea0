"""Who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import PRODUCT, ROOT, sources

DRIVER_USERS = {
    "cypher/driver.py": "opens it",
    "cypher/store.py": "runs queries with it",
    "service/local_neo4j/ready.py": "asks a server that boots whether it is there yet, before there is anything to query",
}


def test_imports_go_down_only() -> None:
    """Without this, a query ends up knowing a web request, and nothing can be used or tested alone any more."""
    # In a process of its own: it configures logging, and would switch off every logger that the tests have made so far.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_only_listed_files_touch_the_database_driver() -> None:
    """Without this, somebody opens a second pool with other timeouts, or sends text that no catalogue has checked."""
    found = {
        source.name for source in sources() if source.name.split("/")[0] != "benchmarks" and "neo4j" in imported(source.tree)
    }
    assert found == set(DRIVER_USERS), "use cypher.store; a file that must stand here needs a reason in DRIVER_USERS"


def test_torch_stays_in_one_room() -> None:
    """Without this, `velocity --help` loads two gigabytes of libraries, and the service cannot run where torch cannot."""
    found = {source.name for source in sources() if "torch" in imported(source.tree)}
    assert {name for name in found if not name.startswith(("gnn/", "benchmarks/"))} == set()


def test_tests_are_not_imported_by_the_product() -> None:
    """Without this, a builder that is fine for tests (no permission, no provenance) becomes a way to write facts."""
    assert {source.name for source in sources(PRODUCT[:-1]) if "tests" in imported(source.tree)} == set()


def test_docker_folder_is_no_package() -> None:
    """With an `__init__.py` there, our folder shadows PyPI's `docker`, and testcontainers fails with a riddle."""
    assert not (ROOT / "docker" / "__init__.py").exists(), "remove docker/__init__.py"


def imported(tree: ast.Module) -> set[str]:
    """Top names of everything that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names
