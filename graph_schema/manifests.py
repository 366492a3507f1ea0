"""What the columns of a file mean: proposed, then approved. An approved manifest is another type than a proposed one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from graph_schema.errors import InputRefused
from graph_schema.ids import Prefix, stable_id


class MappingTarget(StrEnum):
    """What a column can mean. The values are what people write in `--map HEADER=target` and see on screen."""

    SOURCE_KEY = "profile.source_key"
    FULL_NAME = "name.full"
    GIVEN_NAME = "name.given"
    FAMILY_NAME = "name.family"
    EMAIL = "email"
    PHONE = "phone"
    NATIONAL_ID = "national_id"
    HANDLE = "handle"
    ADDRESS = "address.line"
    CITY = "address.city"
    POSTCODE = "address.postcode"
    COUNTRY = "address.country"
    ACCOUNT_NAME = "account.name"
    ACCOUNT_ROLE = "account.role"
    PROPERTY_INTEREST = "interest.property"
    VISITED_ON = "visit.date"
    NOTE = "note"
    OWNER = "owner"
    CAMPAIGN = "campaign"
    BUDGET = "requirement.budget"
    BIRTH_DATE = "fact.birth_date"
    NATIONALITY = "fact.nationality"
    LANGUAGE = "fact.language"
    JOB_TITLE = "fact.job_title"
    LEAD_STATUS = "fact.lead_status"


# A person has one source key, one full name, one visit a row; a second column of these stays unresolved until somebody decides.
SINGLE_TARGETS: Final = frozenset(
    {
        MappingTarget.SOURCE_KEY,
        MappingTarget.FULL_NAME,
        MappingTarget.GIVEN_NAME,
        MappingTarget.FAMILY_NAME,
        MappingTarget.CITY,
        MappingTarget.POSTCODE,
        MappingTarget.COUNTRY,
        MappingTarget.ACCOUNT_ROLE,
        MappingTarget.VISITED_ON,
        MappingTarget.BIRTH_DATE,
    }
)


class DateOrder(StrEnum):
    """How the numbers of a written date follow each other."""

    YEAR_MONTH_DAY = "YMD"
    DAY_MONTH_YEAR = "DMY"
    MONTH_DAY_YEAR = "MDY"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another meaning that the column might have."""

    target: MappingTarget
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """One column with a meaning, how its cells are read (`transform`, name and version) and why we think so.

    `date_order` is set for columns of dates: it was proven by a value above 12, or somebody decided it.
    """

    position: int
    header: str
    target: MappingTarget
    transform: str
    confidence: float
    reason: str
    alternatives: tuple[Alternative, ...] = ()
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnresolvedColumn:
    """One column without a meaning. Its cells stay, queryable, and can be mapped later."""

    position: int
    header: str
    why: str
    alternatives: tuple[Alternative, ...] = ()


Column = ColumnMapping | UnresolvedColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingManifest:
    """A proposed meaning for every column of a batch, each mapped or unresolved, exactly once.

    `region` (ISO 3166) reads phone numbers without a country code; `currency` (ISO 4217) reads amounts without one; both are
    empty when nobody said them, and then such values stay unreadable instead of being guessed.
    """

    batch_id: str
    columns: tuple[Column, ...]
    region: str = ""
    currency: str = ""

    def __post_init__(self) -> None:
        positions = [column.position for column in self.columns]
        if positions != list(range(len(positions))):
            raise InputRefused(
                f"the mapping covers the columns {positions}, not each column exactly once",
                hint="give every column of the file one entry, in order: a mapping or 'unresolved'",
            )
        targets = [c.target for c in self.columns if isinstance(c, ColumnMapping) and c.target in SINGLE_TARGETS]
        twice = sorted({target.value for target in targets if targets.count(target) > 1})
        if twice:
            raise InputRefused(
                f"two columns claim to be {', '.join(twice)}", hint="map one of them and leave the other unresolved"
            )

    @property
    def mapped(self) -> tuple[ColumnMapping, ...]:
        """The columns with a meaning."""
        return tuple(column for column in self.columns if isinstance(column, ColumnMapping))

    @property
    def unresolved(self) -> tuple[UnresolvedColumn, ...]:
        """The columns without one."""
        return tuple(column for column in self.columns if isinstance(column, UnresolvedColumn))

    @property
    def content_hash(self) -> str:
        """SHA-256 of what the manifest says: a decision about it is bound to this."""
        return hashlib.sha256(manifest_to_json(self)).hexdigest()

    @property
    def uid(self) -> str:
        """Same batch and same content, same manifest."""
        return stable_id(Prefix.MAPPING_MANIFEST, self.batch_id, self.content_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedManifest:
    """A manifest that somebody approved, with the decision. Only this type can be planned and applied."""

    manifest: MappingManifest
    decision: str
    approved_by: str
    approved_at: datetime

    def __post_init__(self) -> None:
        if not (self.decision and self.approved_by):
            raise InputRefused("a manifest is approved by a decision of somebody", hint="approve it through the review gate")


def manifest_to_json(manifest: MappingManifest) -> bytes:
    """The stored form; `manifest_from_json` reads it back."""
    columns = [_stored(column) for column in manifest.columns]
    return msgspec.json.encode(_StoredManifest(manifest.batch_id, columns, manifest.region, manifest.currency))


def manifest_from_json(text: str | bytes) -> MappingManifest:
    """The manifest that `manifest_to_json` wrote. Raises msgspec.ValidationError for anything else."""
    stored = msgspec.json.decode(text, type=_StoredManifest)
    return MappingManifest(
        batch_id=stored.batch_id,
        columns=tuple(_column(entry) for entry in stored.columns),
        region=stored.region,
        currency=stored.currency,
    )


class _Stored(msgspec.Struct, frozen=True, omit_defaults=True):
    position: int
    header: str
    target: MappingTarget | None = None
    transform: str = ""
    confidence: float = 0.0
    reason: str = ""
    alternatives: tuple[Alternative, ...] = ()
    date_order: DateOrder | None = None
    why: str = ""


class _StoredManifest(msgspec.Struct, frozen=True):
    batch_id: str
    columns: list[_Stored]
    region: str
    currency: str


def _stored(column: Column) -> _Stored:
    if isinstance(column, UnresolvedColumn):
        return _Stored(column.position, column.header, why=column.why, alternatives=column.alternatives)
    return _Stored(
        position=column.position,
        header=column.header,
        target=column.target,
        transform=column.transform,
        confidence=column.confidence,
        reason=column.reason,
        alternatives=column.alternatives,
        date_order=column.date_order,
    )


def _column(stored: _Stored) -> Column:
    if stored.target is None:
        return UnresolvedColumn(
            position=stored.position, header=stored.header, why=stored.why, alternatives=stored.alternatives
        )
    return ColumnMapping(
        position=stored.position,
        header=stored.header,
        target=stored.target,
        transform=stored.transform,
        confidence=stored.confidence,
        reason=stored.reason,
        alternatives=stored.alternatives,
        date_order=stored.date_order,
    )
