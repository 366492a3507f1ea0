"""What the columns of a file mean, proposed from their headers and cells. What is not clear stays unresolved, with why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from graph_schema.errors import InputRefused
from graph_schema.manifests import (
    SINGLE_TARGETS,
    Alternative,
    Column,
    ColumnMapping,
    DateOrder,
    MappingManifest,
    MappingTarget,
    UnresolvedColumn,
)
from ingest.column_evidence import CELL_TARGETS, ColumnFacts, confidence, doubt_about, facts_of, reason_for
from ingest.column_profile import ColumnProfile
from ingest.header_match import PERSONAL, header_scores, other_person
from ingest.header_words import plain_header
from ingest.normalise import addresses, cell_text, dates, emails, identifiers, money, names, phones
from ingest.normalise.dates import OrderProof

_T = MappingTarget
# Below it a person is asked. A header that fits exactly passes with some four cells in ten reading as it says.
LEAST_CONFIDENCE: Final = 0.6
# Worth showing as another meaning.
_LEAST_ALTERNATIVE: Final = 0.2
_ALTERNATIVES_SHOWN: Final = 3
_DATES: Final = (_T.VISITED_ON, _T.BIRTH_DATE)

_TRANSFORMS: Final = {
    _T.SOURCE_KEY: identifiers.TRANSFORM,
    _T.NATIONAL_ID: identifiers.TRANSFORM,
    _T.HANDLE: identifiers.TRANSFORM,
    _T.EMAIL: emails.TRANSFORM,
    _T.PHONE: phones.TRANSFORM,
    _T.BUDGET: money.TRANSFORM,
    **dict.fromkeys((_T.FULL_NAME, _T.GIVEN_NAME, _T.FAMILY_NAME), names.TRANSFORM),
    **dict.fromkeys(_DATES, dates.TRANSFORM),
    **dict.fromkeys((_T.ADDRESS, _T.CITY, _T.POSTCODE, _T.COUNTRY), addresses.TRANSFORM),
}


def transform_of(target: MappingTarget) -> str:
    """The name and version of the way in which cells of this meaning are read."""
    return _TRANSFORMS.get(target, cell_text.TRANSFORM)


def propose(
    batch_id: str,
    header: Sequence[str],
    profiles: Sequence[ColumnProfile],
    *,
    region: str = "",
    currency: str = "",
    overrides: Mapping[str, MappingTarget | None] = MappingProxyType({}),
    date_order: DateOrder | None = None,
) -> MappingManifest:
    """A meaning for every column, or why it has none yet.

    `overrides` are a person's decisions by header (None: leave it unresolved); `date_order` is one for date columns that prove
    nothing themselves.

    Raises:
        InputRefused: an override names no column, or two columns were decided to be the same thing.
    """
    known = {profile.position: profile for profile in profiles}
    facts = [facts_of(position, name, known.get(position)) for position, name in enumerate(header)]
    decided = _by_header(header, overrides)
    columns = [_decided(fact, decided[fact.position]) if fact.position in decided else _proposed(fact) for fact in facts]
    proofs = {position: profile.date_order for position, profile in known.items()}
    ordered = [_with_order(column, proofs.get(column.position), date_order) for column in columns]
    return MappingManifest(batch_id=batch_id, columns=_without_rivals(ordered), region=region, currency=currency)


def _by_header(header: Sequence[str], overrides: Mapping[str, MappingTarget | None]) -> dict[int, MappingTarget | None]:
    decided: dict[int, MappingTarget | None] = {}
    for name, target in overrides.items():
        exact = [position for position, text in enumerate(header) if text.strip() == name.strip()]
        alike = [position for position, text in enumerate(header) if plain_header(text) == plain_header(name)]
        if not (exact or alike):
            hint = f"the columns are: {', '.join(header)}"
            raise InputRefused(f"no column is called {name!r}", hint=hint, code="unknown_column")
        decided.update(dict.fromkeys(exact or alike, target))
    return decided


def _decided(facts: ColumnFacts, target: MappingTarget | None) -> Column:
    if target is None:
        return UnresolvedColumn(position=facts.position, header=facts.header, why="left unresolved by --map")
    return _mapped(facts, target, 1.0, "decided by --map")


def _mapped(
    facts: ColumnFacts, target: MappingTarget, sureness: float, reason: str, alternatives: tuple[Alternative, ...] = ()
) -> ColumnMapping:
    return ColumnMapping(
        position=facts.position,
        header=facts.header,
        target=target,
        transform=transform_of(target),
        confidence=sureness,
        reason=reason,
        alternatives=alternatives[:_ALTERNATIVES_SHOWN],
    )


def _unresolved(column: ColumnFacts | ColumnMapping, why: str, alternatives: tuple[Alternative, ...]) -> UnresolvedColumn:
    shown = alternatives[:_ALTERNATIVES_SHOWN]
    return UnresolvedColumn(position=column.position, header=column.header, why=why, alternatives=shown)


def _proposed(facts: ColumnFacts) -> Column:
    words = dict(header_scores(facts.header))
    scored = [Alternative(t, round(confidence(t, words.get(t, 0.0), facts), 2)) for t in dict.fromkeys([*words, *CELL_TARGETS])]
    best, *others = sorted(scored, key=lambda alternative: -alternative.confidence)
    worth_showing = tuple(other for other in (best, *others) if other.confidence >= _LEAST_ALTERNATIVE)
    if facts.is_blank:
        return _unresolved(facts, "every cell is blank", worth_showing)
    if best.target in PERSONAL and (whose := other_person(facts.header)):
        return _unresolved(facts, f"it speaks of somebody else than the client: {whose}", worth_showing)
    in_header = best.target in words
    if best.confidence < LEAST_CONFIDENCE:
        return _unresolved(facts, doubt_about(best.target, facts, in_header=in_header), worth_showing)
    reason = reason_for(best.target, facts, in_header=in_header)
    return _mapped(facts, best.target, best.confidence, reason, worth_showing[1:])


def _with_order(column: Column, proof: OrderProof | None, decided: DateOrder | None) -> Column:
    """A column of dates with the order that it proves itself, else the decided one; without either it waits."""
    if not isinstance(column, ColumnMapping) or column.target not in _DATES or proof is None:
        return column
    if proof.order:
        return replace(column, date_order=proof.order, reason=f"{column.reason}; {proof.evidence}")
    if not proof.is_needed:
        return column
    if decided:
        return replace(column, date_order=decided, reason=f"{column.reason}; {decided.value} was decided by --date-order")
    own = Alternative(column.target, column.confidence)
    return _unresolved(column, f"{proof.evidence}; say --date-order DMY or MDY", (own, *column.alternatives))


def _without_rivals(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Where two columns claim a meaning that only one may have, the surer (then the first) keeps it; decided ones stay."""
    holders: dict[MappingTarget, ColumnMapping] = {}
    for column in columns:
        if isinstance(column, ColumnMapping) and column.target in SINGLE_TARGETS:
            rival = holders.get(column.target)
            holders[column.target] = column if rival is None or column.confidence > rival.confidence else rival
    return tuple(_unless_beaten(column, holders) for column in columns)


def _unless_beaten(column: Column, holders: Mapping[MappingTarget, ColumnMapping]) -> Column:
    if not isinstance(column, ColumnMapping):
        return column
    holder = holders.get(column.target, column)
    if holder is column or column.confidence == 1.0:
        return column
    own = Alternative(column.target, column.confidence)
    return _unresolved(column, f"column {holder.header!r} is already {column.target.value}", (own, *column.alternatives))
