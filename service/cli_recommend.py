"""`velocity recommend`: interactions in a CSV file to ranked items for every client, without a database or a training run."""

from pathlib import Path
from typing import Annotated

import typer

EXAMPLE = "Example:  velocity recommend --interactions train.csv --items items.csv --clients clients.csv --k 20 --out recs.csv"
Seen = Annotated[bool, typer.Option("--include-seen", help="propose what a client has taken up already, too")]
Purpose = Annotated[str, typer.Option(help="future, next or missing: what the lists are for, if not judged by the data")]


def recommend(
    interactions: Annotated[
        Path, typer.Option(help="CSV client,item[,time][,weight]; weight 0: not chosen, below 0: discarded")
    ],
    out: Annotated[Path, typer.Option(help="CSV client,item,rank,score to write")],
    items: Annotated[Path | None, typer.Option(help="CSV item[,attribute columns]; `;` separates several values")] = None,
    clients: Annotated[Path | None, typer.Option(help="CSV client[,attribute columns]; new clients are served too")] = None,
    relations: Annotated[Path | None, typer.Option(help="CSV client,related: friends, colleagues, households")] = None,
    requirements: Annotated[
        Path | None, typer.Option(help="CSV client,attribute,rule,value: at most, at least, one of, none of")
    ] = None,
    as_of: Annotated[
        str, typer.Option(help="the moment at which listings must be on the market, if not the last event's")
    ] = "",
    k: Annotated[int, typer.Option(min=1, max=1_000, help="items for each client")] = 20,
    include_seen: Seen = False,
    predict: Purpose = "",
    seed: Annotated[int, typer.Option(min=0, help="of what is held out to choose by")] = 1,
    report: Annotated[Path | None, typer.Option(help="write what was chosen, and why, as JSON")] = None,
    reasons: Annotated[Path | None, typer.Option(help="write the three strongest reasons of every proposal, as CSV")] = None,
    net: Annotated[Path | None, typer.Option(help="train a graph net too; this folder keeps weights, card and state")] = None,
) -> None:
    """Propose items to every client: blocks are chosen and weighed by what they find of interactions that are hidden from them.

    What the data have (times, order, attributes, relations, weights) is found out; the same files give the same answer.
    With --net a graph net is trained and joins only where it finds more than all blocks together; cut short, it goes on.
    --requirements bind: what fails one stands below what fails none, and the column `fails` says what. Columns on_market_date
    and off_market_date of --items tell which listings can be had; others are left out.
    A household can be a column of --clients as well: clients who share a value are found there.
    Exit codes: 0 written, 2 refused input, 3 unreadable file, 7 cannot write, or --net without the extra `neural`.
    """
    from gnn.matching.reading import Sources
    from gnn.matching.recommend import Outputs
    from service.recommend_command import RecommendOptions, run_recommend

    sources = Sources(interactions, items, clients, relations, requirements, as_of)
    outputs = Outputs(out, report, reasons)
    run_recommend(RecommendOptions(sources, outputs, k=k, include_seen=include_seen, predict=predict, seed=seed, net=net))
