"""Reasons as rows of a file: for every proposal, what moved its score most."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from gnn.matching.blocks.block import Evidence
from gnn.matching.reading import Tables
from gnn.matching.reasons import Explanation, Reason, explanations
from gnn.matching.scoring import Lists, Scorer

HEADER: Final = ("client", "item", "rank", "block", "evidence", "what", "amount")
# More than a few nobody reads; the rest stands in `explain`.
_SHOWN: Final = 3


def reason_rows(lists: Lists, scorer: Scorer, tables: Tables) -> pl.DataFrame:
    """The strongest three reasons of every proposal, as text; amounts of all reasons would add up to the score."""
    asked = [(int(client), items[items >= 0]) for client, items in zip(lists.clients, lists.items, strict=True)]
    rows = [row for found in explanations(scorer, asked) for row in _of_client(found, tables)]
    return pl.DataFrame(rows, schema=list(HEADER), orient="row")


def _of_client(explained: Sequence[Explanation], tables: Tables) -> Iterator[tuple[str, str, int, str, str, str, float]]:
    for rank, found in enumerate(explained, 1):
        for reason in found.reasons[:_SHOWN]:
            names = (tables.client_ids[found.client], tables.item_ids[found.item], rank)
            yield *names, reason.block, reason.evidence.value, _named(reason, tables), reason.amount


def _named(reason: Reason, tables: Tables) -> str:
    """What the evidence is called: an item, a client, `column=value`; nothing for everybody."""
    values = tables.known.client_values
    names: dict[Evidence, Sequence[str]] = {
        Evidence.ITEM: tables.item_ids,
        Evidence.FRIEND: tables.client_ids,
        Evidence.CLIENT_VALUE: values.names if values else (),
        Evidence.EVERYBODY: ("",),
    }
    return names[reason.evidence][reason.number]
