"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import polars as pl

from gnn.matching.scoring import Lists
from graph_schema.errors import SetupFailed


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to; it takes its name when all went well, and whatever stood there stays until then.

    Raises:
        SetupFailed: the folder cannot be written to.
    """
    try:
        part = NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115 - closed below, renamed after
    except OSError as problem:
        raise SetupFailed(f"{path} cannot be written: {problem.strerror}", hint="name a folder that you may write to") from None
    done = False
    try:
        with part:
            yield part
        Path(part.name).replace(path)
        done = True
    except OSError as problem:
        raise SetupFailed(f"{path} cannot be written: {problem.strerror}", hint="free space, or name another place") from None
    finally:
        if not done:
            Path(part.name).unlink(missing_ok=True)


def writable(path: Path) -> None:
    """Refuse early what could only fail after minutes of work.

    Raises:
        SetupFailed: the folder is missing or cannot be written to, or the path is a folder.
    """
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise SetupFailed(f"{path} cannot be written", hint="name a file in a folder that exists and that you may write to")


def list_rows(lists: Lists, clients: pl.Series, items: pl.Series) -> pl.DataFrame:
    """client, item, rank (from 1) and score of these lists, best first; places without an item are left out."""
    kept = lists.items >= 0
    rows, ranks = kept.nonzero()
    return pl.DataFrame(
        {
            "client": clients.gather(lists.clients[rows]),
            "item": items.gather(lists.items[kept]),
            "rank": ranks + 1,
            "score": lists.scores[kept],
        }
    )
