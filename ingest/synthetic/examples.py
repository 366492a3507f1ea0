"""Uids that exist in every demo graph, one for each kind of node: the examples in the .cypher files name them."""

from functools import cache

from graph_schema.ids import Prefix, prefix_of
from ingest.synthetic.portfolio import put_portfolio
from ingest.synthetic.proposing import put_model_run
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.showcase import put_showcase
from ingest.synthetic.spec import DEMO_NOW


def demo_example(prefix: Prefix) -> str:
    """A uid of the label with this prefix that exists in every demo graph, of Leila or near her.

    Raises KeyError for raw batches, which are named after size and seed, and for rows, manifests, decisions, audit events and
    receipts, which a demo does not make.
    """
    return demo_examples()[prefix]


@cache
def demo_examples() -> dict[Prefix, str]:
    """The first node of each label that the part without a seed puts."""
    sheet, nowhere = Sheet("bat_example"), "bat_example"
    put_portfolio(sheet, nowhere, "", DEMO_NOW)
    put_model_run(sheet, DEMO_NOW)
    put_showcase(sheet, DEMO_NOW)
    found: dict[Prefix, str] = {}
    for entity in sheet.finished().entities:
        if entity.uid != nowhere:
            found.setdefault(Prefix(prefix_of(entity.uid)), entity.uid)
    return found
