"""Pairs of records that a model takes for one person, or for one household, as proposals with their reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from scipy.special import expit

from gnn.identity.reasons import PRIOR, RIVALS, Reason, reasons
from gnn.identity.resolver import Resolution
from gnn.proposing.people import People
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.model_runs import ModelRun
from graph_schema.proposals import ModelOpinion, Proposal, ProposalKind, RiskTier, Subject

IDENTITY_MODEL: Final = Actor("velocity-identity", ActorKind.MODEL, frozenset({Role.MODEL}), "Identity model")
IDENTITY_KINDS: Final = (ProposalKind.IDENTITY_LINK, ProposalKind.HOUSEHOLD)
# More evidence than this nobody reads; what is left out adds less than what is shown.
_MOST_EVIDENCE: Final = 12
_NOT_A_FIELD: Final = {
    PRIOR: "how rare it is that two records are one person",
    RIVALS: "that a household, namesakes or neighbours look like this too",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """From which probability on a pair is worth a reviewer's look, and how many are proposed at most."""

    least: float = 0.5
    most: int = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """Two records that may belong together: their places in the table, as what, how surely, and what that puts right."""

    left: int
    right: int
    kind: ProposalKind
    probability: float
    gain: float


def found_pairs(people: People, resolution: Resolution, sought: Sought) -> list[Found]:
    """What is worth a question, the most that it is expected to put right first.

    One question for two clients: the surest pair of their records stands for all of them. Nothing is asked that was decided,
    that is one client already, or, of households, that is one household already.
    """
    best: dict[tuple[str, str], Found] = {}
    decided = {(int(a), int(b)) for a, b in zip(people.labels.first, people.labels.second, strict=True)}
    for found in _worthy(people, resolution, sought.least):
        key = _clients(people, found)
        if key[0] == key[1] or (found.left, found.right) in decided:
            continue
        if found.kind is ProposalKind.HOUSEHOLD and _share_household(people, key):
            continue
        before = best.get(key)
        if before is None or _rank(found) < _rank(before):
            best[key] = found
    return sorted(best.values(), key=lambda found: (-found.gain, found.left, found.right))[: sought.most]


def _worthy(people: People, resolution: Resolution, least: float) -> Iterator[Found]:
    pairs, sizes = resolution.pairs, people.sizes()
    person = expit(pairs.person.astype(np.float64))
    household = np.minimum(expit(pairs.household.astype(np.float64)), 1.0 - person)
    for at in np.flatnonzero(np.maximum(person, household) >= least).tolist():
        left, right = sorted((int(pairs.first[at]), int(pairs.second[at])))
        if person[at] >= household[at]:
            both = sizes[people.clients[left]] * sizes[people.clients[right]]
            yield Found(left, right, ProposalKind.IDENTITY_LINK, float(person[at]), float(person[at]) * both)
        else:
            yield Found(left, right, ProposalKind.HOUSEHOLD, float(household[at]), float(household[at]))


def _rank(found: Found) -> tuple[bool, float, int, int]:
    """One person before one household, then the surest."""
    return found.kind is ProposalKind.HOUSEHOLD, -found.probability, found.left, found.right


def _clients(people: People, found: Found) -> tuple[str, str]:
    first, second = sorted((people.clients[found.left], people.clients[found.right]))
    return first, second


def _share_household(people: People, clients: tuple[str, str]) -> bool:
    nowhere: frozenset[str] = frozenset()
    return bool(people.households.get(clients[0], nowhere) & people.households.get(clients[1], nowhere))


class Line(NamedTuple):
    """What verdicts made of the log-odds: stretched by `slope`, then moved by `shift`."""

    slope: float
    shift: float


AS_IT_IS: Final = Line(1.0, 0.0)


def drawn(resolution: Resolution, line: Line) -> Resolution:
    """The same with its log-odds of one person brought in line with verdicts."""
    person = (line.slope * resolution.pairs.person + line.shift).astype(np.float32)
    return replace(resolution, pairs=replace(resolution.pairs, person=person))


def identity_proposals(
    people: People, resolution: Resolution, found: Sequence[Found], run: ModelRun, line: Line = AS_IT_IS
) -> list[Proposal]:
    """The questions as proposals: what speaks against them first, each reason with what it adds to the log-odds, in nats."""
    return [_proposal(people, resolution, one, run, line) for one in found]


def _proposal(people: People, resolution: Resolution, found: Found, run: ModelRun, line: Line) -> Proposal:
    parts = reasons(resolution.pool, resolution.model, resolution.fields.groups, found.left, found.right)
    is_person = found.kind is ProposalKind.IDENTITY_LINK
    both = f"{people.names[found.left]} and {people.names[found.right]}"
    left, right = people.table.ids[found.left], people.table.ids[found.right]
    shared = sorted(people.values[found.left] & people.values[found.right])[:_MOST_EVIDENCE]
    return Proposal(
        kind=found.kind,
        title=f"{both} may be one person" if is_person else f"{both} may belong to one household",
        subjects=(Subject(left, "left"), Subject(right, "right")),
        confidence=round(found.probability, 6),
        risk_tier=RiskTier.MEDIUM if is_person else RiskTier.LOW,
        reasons=tuple(_text(people, found, part) for part in parts),
        evidence=(left, right, *shared),
        proposed_by=IDENTITY_MODEL,
        opinion=ModelOpinion(
            model_run=run.uid,
            contributions=tuple(round(_added(part, line), 6) for part in parts),
            expected_correction=round(found.gain, 6),
        ),
    )


def _added(part: Reason, line: Line) -> float:
    """What a part adds once verdicts had their say; the shift belongs to how rare one person is."""
    return line.slope * part.nats + (line.shift if part.field == PRIOR else 0.0)


def _text(people: People, found: Found, part: Reason) -> str:
    """A code, and a sentence that needs no knowledge of the model."""
    code = part.field.replace(" ", "_")
    if part.field in _NOT_A_FIELD:
        return f"{code.split(',')[0]}: {_NOT_A_FIELD[part.field]}"
    left, right = (_said(people, place, part.field) for place in (found.left, found.right))
    if part.nats < 0:
        return f"{code}: speaks against it ({left} / {right})"
    if part.seen_in:
        return f"{code}: both say {left}, as {part.seen_in} records do"
    return f"{code}: alike ({left} / {right})"


def _said(people: People, place: int, field: str) -> str:
    """What a record says of a field, in its own words; of names and places, all that it says of them."""
    cells = people.table.cells
    if field in people.relations:
        return ", ".join(people.relations[field][place]) or "nothing"
    if field in cells.columns:
        return str(cells[place, field]) or "nothing"
    if field == "location":
        return (
            ", ".join(str(cells[place, name]) for name in cells.columns if name in _PLACES and cells[place, name]) or "nothing"
        )
    return people.names[place]


# The columns of `gnn.proposing.snapshot_people` that say where somebody lives.
_PLACES: Final = frozenset({"address", "city", "postcode", "country"})
