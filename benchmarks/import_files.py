"""The first measurement: one file into an empty graph, by `velocity import` and by hand."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.load_csv import LoadRun, parameters_like, run_load_csv, write_loadable
from benchmarks.people_csv import HEADER, write_people
from benchmarks.same_graph import contents_of, require_same
from benchmarks.servers import MEMORY, BenchServer, file_reading_server, product_server
from benchmarks.velocity_import import ImportRun, run_velocity_import
from cypher.driver import open_driver
from cypher.queries.importing import IMPORT_BATCH, BatchRef, ImportBatch
from cypher.store import GraphStore
from service.home import Home

Tell = Callable[[str], None]


class ImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """Both runs. `ratio` is the product's rows a second over those of LOAD CSV; `nodes` and `edges` are what each wrote."""

    rows: int
    columns: int
    file_mb: float
    heap_mb: int
    page_cache_mb: int
    velocity_import: ImportRun
    load_csv: LoadRun
    ratio: float
    nodes: dict[str, int]
    edges: dict[str, int]


def measure_import(rows: int, tell: Tell) -> ImportResult:
    """Load both ways, one server after the other, and check that the graphs are the same.

    Raises:
        InvariantBroken: they are not, so that their times say nothing.
    """
    with tempfile.TemporaryDirectory(prefix="velocity-bench-") as name:
        folder = Path(name)
        csv_file, loadable = folder / "people.csv", folder / "loadable" / "people.csv"
        loadable.parent.mkdir()
        tell(f"writing {rows:,} people")
        write_people(csv_file, rows)
        write_loadable(loadable, rows)
        home = Home(folder / "product")
        with product_server(home) as server:
            tell("velocity import …")
            ours, batch_id = run_velocity_import(home, server, csv_file, rows)
            batch, contents = _batch(server, batch_id), contents_of(server, rows)
        with file_reading_server(Home(folder / "by-hand"), loadable.parent) as server:
            tell("LOAD CSV …")
            theirs = run_load_csv(server, loadable, rows, parameters_like(batch))
            require_same(contents, contents_of(server, rows))
        return ImportResult(
            rows=rows,
            columns=len(HEADER),
            file_mb=csv_file.stat().st_size / 1e6,
            heap_mb=MEMORY.heap_mb,
            page_cache_mb=MEMORY.page_cache_mb,
            velocity_import=ours,
            load_csv=theirs,
            ratio=ours.rows_per_second / theirs.rows_per_second,
            nodes={label: kind.count for label, kind in contents.nodes.items()},
            edges={edge: kind.count for edge, kind in contents.edges.items()},
        )


def _batch(server: BenchServer, batch_id: str) -> ImportBatch:
    with open_driver(server.connection) as driver:
        return GraphStore(driver, server.connection.database).get(IMPORT_BATCH, BatchRef(batch_id), batch_id)
