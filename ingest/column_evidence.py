"""How sure a column's meaning is: its header's words weighed against what its cells look like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from graph_schema.manifests import MappingTarget
from ingest.column_profile import NO_CELLS, ColumnProfile, KindCounts
from ingest.header_words import plain_header

_T = MappingTarget
# Of a fitting header, this much counts when no cell agrees; the cells bring the rest.
_HEADER_WEIGHT: Final = 0.4
_KEY_HEADER_WEIGHT: Final = 0.7
# A header whose meaning has no shape to check counts almost whole.
_UNCHECKED_WEIGHT: Final = 0.95
# Cells alone: enough where the file has no header and the shape is unmistakable, a hint where the header says something else.
_BY_CELLS_NAMELESS: Final = {_T.EMAIL: 0.8, _T.PHONE: 0.7, _T.FULL_NAME: 0.4, _T.VISITED_ON: 0.4}
_BY_CELLS_NAMED: Final = {_T.EMAIL: 0.55, _T.PHONE: 0.4, _T.VISITED_ON: 0.3}
CELL_TARGETS: Final = tuple(_BY_CELLS_NAMELESS)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column as its header and profile show it; counts are of data rows, `distinct` of different texts."""

    position: int
    header: str
    rows: int = 0
    non_empty: int = 0
    distinct: int = 0
    kinds: KindCounts = NO_CELLS

    @property
    def is_nameless(self) -> bool:
        """Has the file no header, or this column none?"""
        return plain_header(self.header) in {"", f"column {self.position + 1}"}

    @property
    def is_blank(self) -> bool:
        """Are there rows, and nothing in this column?"""
        return self.rows > 0 and not self.non_empty


def facts_of(position: int, header: str, profile: ColumnProfile | None) -> ColumnFacts:
    """What is known about a column; a file of only a header has no profiles."""
    if profile is None:
        return ColumnFacts(position, header)
    # Where counting stopped, as many again may be different: nothing speaks against a key.
    distinct = profile.non_empty if profile.is_capped else profile.distinct
    return ColumnFacts(position, header, profile.rows, profile.non_empty, distinct, profile.kinds)


@dataclass(frozen=True, slots=True)
class Support:
    """How many of the cells looked at agree with a meaning, and how that is said."""

    good: int
    looked_at: int
    noun: str

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.good / self.looked_at if self.looked_at else 0.0

    def __str__(self) -> str:
        return f"{self.good} of {self.looked_at} {self.noun}"


_Count = Callable[[KindCounts], int]
_SHAPES: Final[Mapping[MappingTarget, tuple[_Count, str]]] = {
    _T.EMAIL: (lambda kinds: kinds.email, "cells read as e-mail addresses"),
    _T.PHONE: (lambda kinds: kinds.phone, "cells read as phone numbers"),
    _T.VISITED_ON: (lambda kinds: kinds.date, "cells read as dates"),
    _T.BIRTH_DATE: (lambda kinds: kinds.date, "cells read as dates"),
    _T.BUDGET: (lambda kinds: max(kinds.money, kinds.number), "cells read as amounts"),
    _T.FULL_NAME: (lambda kinds: kinds.name, "cells read as names"),
    _T.GIVEN_NAME: (lambda kinds: kinds.name, "cells read as names"),
    _T.FAMILY_NAME: (lambda kinds: kinds.name, "cells read as names"),
}


def support_for(target: MappingTarget, facts: ColumnFacts) -> Support | None:
    """What the cells say about a meaning; None where its cells have no shape, or there are no cells."""
    if not facts.non_empty:
        return None
    if target is _T.SOURCE_KEY:
        return Support(facts.distinct, facts.non_empty, "values are different")
    if target not in _SHAPES:
        return None
    count, noun = _SHAPES[target]
    return Support(count(facts.kinds), facts.kinds.sampled, noun)


def confidence(target: MappingTarget, header_score: float, facts: ColumnFacts) -> float:
    """How sure a meaning is, 0 to 1; `header_score` is how well the header's words fit it."""
    support = support_for(target, facts)
    if not header_score:
        by_cells = _BY_CELLS_NAMELESS if facts.is_nameless else _BY_CELLS_NAMED
        return by_cells.get(target, 0.0) * (support.share if support else 0.0)
    if support is None:
        return header_score * _UNCHECKED_WEIGHT
    weight = _KEY_HEADER_WEIGHT if target is _T.SOURCE_KEY else _HEADER_WEIGHT
    return header_score * (weight + (1 - weight) * support.share)


def reason_for(target: MappingTarget, facts: ColumnFacts, *, in_header: bool) -> str:
    """Why a column is taken for this, in words for a person."""
    said = f"header {facts.header.strip()!r} means {target.value}" if in_header else f"the cells mean {target.value}"
    support = support_for(target, facts)
    return f"{said}; {support}" if support else said


def doubt_about(target: MappingTarget, facts: ColumnFacts, *, in_header: bool) -> str:
    """Why a column is not taken for this, its likeliest meaning."""
    support = support_for(target, facts)
    header = repr(facts.header.strip())
    if in_header and support:
        return f"header {header} may mean {target.value}, but only {support}"
    if in_header:
        return f"header {header} may mean {target.value}; say so with --map if it does"
    if support and support.share:
        return f"{support}, but header {header} does not say whose or what they are"
    return f"no meaning is known for header {header}"
