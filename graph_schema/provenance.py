"""Where an edge comes from: one frozen value, one constructor for each origin, flattened onto every edge of the graph.

The names below are reserved: no business property may use them (`registry.py` refuses it). They are flat scalars, because Neo4j
stores no maps in properties and because an analyst filters on them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph_schema.values import Properties, PropertyValue

RESERVED: Final = frozenset(
    {
        "prov_origin",
        "prov_system",
        "prov_batch",
        "prov_row",
        "prov_column",
        "prov_method",
        "prov_actor",
        "prov_decision",
        "prov_model_run",
        "confidence",
        "valid_from",
        "valid_to",
        "recorded_at",
        "retired_at",
        "retired_by",
        "state",
    }
)


class Origin(StrEnum):
    """How a fact came to be in the graph."""

    IMPORT = "import"
    OBSERVED = "observed"
    DECIDED = "decided"
    MANUAL = "manual"
    MIGRATED = "migrated"
    SYNTHETIC = "synthetic"


class LinkState(StrEnum):
    """Whether we still believe an edge."""

    LIVE = "live"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Built by the constructors below, each of which asks for what its origin must know. Times are UTC."""

    origin: Origin
    system: str
    method: str
    actor: str
    recorded_at: datetime
    batch: str | None = None
    row: int | None = None
    column: str | None = None
    decision: str | None = None
    model_run: str | None = None
    confidence: float = 1.0
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def __post_init__(self) -> None:
        if not (self.system and self.method and self.actor):
            raise ValueError("provenance needs a system, a method and an actor: say where the fact comes from")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is a probability, not {self.confidence}")
        if self.recorded_at.tzinfo is None:
            raise ValueError("recorded_at needs a time zone: store UTC")

    @classmethod
    def imported(
        cls, *, system: str, batch: str, row: int, column: str | None, method: str, actor: str, decision: str,
        recorded_at: datetime, confidence: float = 1.0, valid_from: datetime | None = None,
    ) -> "Provenance":  # fmt: skip
        """From a cell of a file: batch, row number and column (None: the row as a whole), under an approved plan."""
        return cls(
            origin=Origin.IMPORT, system=system, batch=batch, row=row, column=column, method=method, actor=actor,
            decision=decision, recorded_at=recorded_at, confidence=confidence, valid_from=valid_from,
        )  # fmt: skip

    @classmethod
    def observed(
        cls, *, system: str, method: str, actor: str, batch: str, row: int | None, recorded_at: datetime,
        confidence: float = 1.0, valid_from: datetime | None = None, column: str | None = None,
    ) -> "Provenance":  # fmt: skip
        """From a feed (perception, telephony, another system's records): the batch it came in, and who or what sent it."""
        return cls(
            origin=Origin.OBSERVED, system=system, method=method, actor=actor, batch=batch, row=row, column=column,
            recorded_at=recorded_at, confidence=confidence, valid_from=valid_from,
        )  # fmt: skip

    @classmethod
    def decided(
        cls, *, system: str, method: str, actor: str, decision: str, recorded_at: datetime,
        confidence: float = 1.0, model_run: str | None = None, batch: str | None = None, row: int | None = None,
        valid_from: datetime | None = None, valid_to: datetime | None = None,
    ) -> "Provenance":  # fmt: skip
        """From a decision that someone can name, see and take back."""
        return cls(
            origin=Origin.DECIDED, system=system, method=method, actor=actor, decision=decision, batch=batch, row=row,
            recorded_at=recorded_at, confidence=confidence, model_run=model_run, valid_from=valid_from, valid_to=valid_to,
        )  # fmt: skip

    @classmethod
    def manual(
        cls, *, actor: str, method: str, decision: str, recorded_at: datetime, valid_from: datetime | None = None,
    ) -> "Provenance":  # fmt: skip
        """Typed in by a person through the API."""
        return cls(
            origin=Origin.MANUAL, system="velocity", method=method, actor=actor, decision=decision,
            recorded_at=recorded_at, valid_from=valid_from,
        )  # fmt: skip

    @classmethod
    def migrated(
        cls, *, system: str, method: str, actor: str, batch: str, recorded_at: datetime,
    ) -> "Provenance":  # fmt: skip
        """Carried over from a legacy store, with the batch that holds the old record."""
        return cls(origin=Origin.MIGRATED, system=system, method=method, actor=actor, batch=batch, recorded_at=recorded_at)

    @classmethod
    def synthetic(
        cls, *, system: str, method: str, batch: str, recorded_at: datetime,
        valid_from: datetime | None = None, valid_to: datetime | None = None, confidence: float = 1.0,
        actor: str = "velocity-demo", row: int | None = None, model_run: str | None = None,
    ) -> "Provenance":  # fmt: skip
        """Made up by the demo generator; `batch` names the generated demo, so that all of it can be found again."""
        return cls(
            origin=Origin.SYNTHETIC, system=system, method=method, actor=actor, batch=batch, row=row,
            recorded_at=recorded_at, valid_from=valid_from, valid_to=valid_to, confidence=confidence, model_run=model_run,
        )  # fmt: skip

    @classmethod
    def again(
        cls, *, origin: Origin, system: str, method: str, actor: str, confidence: float, batch: str | None, row: int | None,
        column: str | None, decision: str | None, model_run: str | None, valid_from: datetime | None, valid_to: datetime | None,
        recorded_at: datetime,
    ) -> "Provenance":  # fmt: skip
        """What a retired edge said of itself, believed again from `recorded_at` because its retirement was taken back."""
        return cls(
            origin=origin, system=system, method=method, actor=actor, confidence=confidence, batch=batch, row=row,
            column=column, decision=decision, model_run=model_run, valid_from=valid_from, valid_to=valid_to,
            recorded_at=recorded_at,
        )  # fmt: skip

    def as_properties(self) -> Properties:
        """Flat edge properties, absent values left out (Neo4j stores no null)."""
        times = (("valid_from", self.valid_from), ("valid_to", self.valid_to), ("recorded_at", self.recorded_at))
        return {**self.but_times(), **{name: time for name, time in times if time is not None}}

    def but_times(self) -> Properties:
        """The same without the times, for whoever sends these apart."""
        pairs: tuple[tuple[str, PropertyValue | None], ...] = (
            ("prov_origin", self.origin.value),
            ("prov_system", self.system),
            ("prov_batch", self.batch),
            ("prov_row", self.row),
            ("prov_column", self.column),
            ("prov_method", self.method),
            ("prov_actor", self.actor),
            ("prov_decision", self.decision),
            ("prov_model_run", self.model_run),
            ("confidence", self.confidence),
            ("state", LinkState.LIVE.value),
        )
        return {name: value for name, value in pairs if value is not None}
