"""Listings that a client may want, as proposals: the score's reasons, what was asked for held against each, and its chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np

from gnn.matching.arrays import Bools, Ints
from gnn.matching.blocks.block import Evidence
from gnn.matching.chances import Chances
from gnn.matching.reading import Tables
from gnn.matching.reasons import Explanation, Reason, explanations
from gnn.matching.requirements import Constraint, Fit, Listing, arranged, fit
from gnn.matching.scoring import Lists, Scorer, best_lists
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.model_runs import ModelRun
from graph_schema.proposals import ModelOpinion, Proposal, ProposalKind, RiskTier, Subject

MATCH_MODEL: Final = Actor("velocity-matching", ActorKind.MODEL, frozenset({Role.MODEL}), "Match model")
# What was asked for is held against so many times more listings than are proposed.
LOOKED_AT: Final = 5
# More reasons than this nobody reads; those left out add less than those shown.
_MOST_REASONS: Final = 6


@dataclass(frozen=True, eq=False)
class Market:
    """Who may want what: ids and what is known, names to show, which listings can be had, what each is like, and what each
    client asked for (by the client's number; nobody else asked for anything)."""

    tables: Tables
    client_names: Sequence[str]
    item_names: Sequence[str]
    can_be_had: Bools
    listings: Sequence[Listing]
    wishes: Mapping[int, tuple[Constraint, ...]]


@dataclass(frozen=True, eq=False)
class Ranker:
    """A fitted blend, and how likely its proposals are taken up."""

    scorer: Scorer
    chances: Chances

    def chance(self, client: int, place: int) -> float:
        """Of the listing at this place of a client's list, from 0."""
        by_rank = self.chances.warm if self.scorer.known.events.counts[client] else self.chances.cold
        return float(by_rank[min(place, len(by_rank) - 1)])


@dataclass(frozen=True)
class Offer:
    """How many listings a client is proposed at most, and how many proposals there are at most in all."""

    per_client: int = 3
    most: int = 20_000


@dataclass(frozen=True, eq=False)
class Match:
    """A client and a listing, by number, with the score, the chance that it is taken up, and what was asked for against it."""

    client: int
    item: int
    score: float
    chance: float
    fit: Fit


def found_matches(market: Market, ranker: Ranker, offer: Offer) -> list[Match]:
    """The best listings of each client that can be had and fail nothing that was asked for; the likeliest of all first.

    A client for whom every listing looked at fails something gets the one that fails least, and its proposal says what fails.
    """
    clients = np.arange(len(market.tables.client_ids))
    wide = offer.per_client * LOOKED_AT
    found = [
        match
        for lists in best_lists(ranker.scorer, clients, wide, allowed=market.can_be_had)
        for at in range(len(lists.clients))
        for match in _of_client(market, ranker, lists, at)[: offer.per_client]
    ]
    return sorted(found, key=lambda match: (-match.chance, match.client, match.item))[: offer.most]


def _of_client(market: Market, ranker: Ranker, lists: Lists, at: int) -> list[Match]:
    client = int(lists.clients[at])
    filled = [(int(item), float(score)) for item, score in zip(lists.items[at], lists.scores[at], strict=True) if item >= 0]
    fits = [fit(market.wishes.get(client, ()), market.listings[item]) for item, _ in filled]
    order = arranged([score for _, score in filled], fits)
    good = [place for place in order if not fits[place].failing]
    return [
        Match(client, filled[place][0], filled[place][1], ranker.chance(client, place), fits[place])
        for place in good or order[:1]
    ]


def match_proposals(market: Market, scorer: Scorer, matches: Sequence[Match], run: ModelRun) -> list[Proposal]:
    """The matches as proposals, in their order."""
    by_client: dict[int, list[Match]] = {}
    for match in matches:
        by_client.setdefault(match.client, []).append(match)
    asked = [(client, _items(its)) for client, its in by_client.items()]
    why = {(told.client, told.item): told for of_client in explanations(scorer, asked) for told in of_client}
    return [_proposal(market, match, why[match.client, match.item], run) for match in matches]


def _items(matches: Sequence[Match]) -> Ints:
    return np.array([match.item for match in matches], np.int64)


def _proposal(market: Market, match: Match, why: Explanation, run: ModelRun) -> Proposal:
    client, item = market.tables.client_ids[match.client], market.tables.item_ids[match.item]
    shown = why.reasons[:_MOST_REASONS]
    # What was asked for comes first, what fails before what is unknown before what holds; it adds nothing to the score.
    checks = sorted(match.fit.checks, key=lambda check: ("fails", "unknown", "holds").index(check.verdict.value))
    told = {
        "score": round(match.score, 6),
        "probability": round(match.chance, 6),
        "constraints_violated": [f"{check.constraint.attribute}: {check.said}" for check in match.fit.failing],
    }
    return Proposal(
        kind=ProposalKind.PROPERTY_MATCH,
        title=f"{market.item_names[match.item]} may suit {market.client_names[match.client]}",
        subjects=(Subject(client, "client"), Subject(item, "property")),
        confidence=round(match.chance, 6),
        risk_tier=RiskTier.LOW,
        reasons=(
            *(f"{check.verdict.value}_{check.constraint.attribute}: {check.said}" for check in checks),
            *(f"{_code(reason)}: {_said(market, reason)}" for reason in shown),
        )
        or ("popular: what most clients turn to",),
        evidence=(client, item, *_evidence(market, shown)),
        proposed_by=MATCH_MODEL,
        payload_json=msgspec.json.encode(told).decode(),
        opinion=ModelOpinion(
            model_run=run.uid,
            contributions=(*(0.0 for _ in checks), *(round(reason.amount, 6) for reason in shown)) or (round(match.score, 6),),
            expected_correction=round(match.chance, 6),
        ),
    )


def _code(reason: Reason) -> str:
    return reason.block.split(" ")[0]


def _said(market: Market, reason: Reason) -> str:
    """What the evidence is, in words."""
    values = market.tables.known.client_values
    match reason.evidence:
        case Evidence.ITEM:
            name = market.item_names[reason.number]
            return f"turned to {name}" if reason.amount > 0 else f"turned to {name}, which speaks against it"
        case Evidence.FRIEND:
            return f"{market.client_names[reason.number]}, who decides with the client, turned to such listings"
        case Evidence.CLIENT_VALUE if values:
            return f"clients with {values.names[reason.number]} turn to such listings"
        case _:
            return "what clients turn to these days"


def _evidence(market: Market, reasons: Sequence[Reason]) -> tuple[str, ...]:
    """The uids of listings and clients that the reasons name."""
    names = {Evidence.ITEM: market.tables.item_ids, Evidence.FRIEND: market.tables.client_ids}
    found = [names[reason.evidence][reason.number] for reason in reasons if reason.evidence in names]
    return tuple(dict.fromkeys(found))
