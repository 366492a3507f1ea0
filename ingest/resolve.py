"""Whose record is this row? By its key, by its whole persona, or by a contact point within the same source; never guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph_schema.folding import fold
from graph_schema.ids import Prefix, stable_id
from graph_schema.manifests import MappingTarget
from graph_schema.natural_keys import email_uid, phone_uid, profile_uid
from graph_schema.values import Email, PersonName, Phone
from ingest.reading import ReadRow


@dataclass(frozen=True, slots=True)
class Holder:
    """A profile that carries an identifier, with what tells whether it may be the same person."""

    profile: str
    source_system: str
    client: str
    name: str
    family: str


@dataclass(frozen=True, slots=True)
class KnownProfile:
    """A profile in the graph, with its client and the uids of the live edges that leave it."""

    client: str
    links: frozenset[str]
    facts: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph holds of the profiles and identifiers that some rows speak of; `hidden` are rows of the forgotten."""

    profiles: Mapping[str, KnownProfile] = field(default_factory=dict)
    holders: Mapping[str, tuple[Holder, ...]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Matched:
    """The row belongs to this profile, which exists or was planned by an earlier row."""

    profile: str
    source_key: str
    how: str


@dataclass(frozen=True, slots=True)
class New:
    """The row begins this profile."""

    profile: str
    source_key: str


@dataclass(frozen=True, slots=True)
class AmbiguousJoin:
    """The row begins this profile, and several others fit it: a person has to say which it joins, if any."""

    profile: str
    source_key: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """The row names nobody: no key, no name, no contact point."""


Resolution = Matched | New | AmbiguousJoin | Nobody


def identifier_uids(row: ReadRow) -> tuple[str, ...]:
    """Identifiers that may serve as match keys: role addresses and placeholders may not."""
    values = (reading.value for reading in row.readings)
    return tuple(
        email_uid(value.value) if isinstance(value, Email) else phone_uid(value.value)
        for value in values
        if (isinstance(value, Email) and not (value.is_role or value.is_placeholder))
        or (isinstance(value, Phone) and not value.is_placeholder)
    )


def own_profile(row: ReadRow, source_system: str) -> tuple[str, str] | None:
    """(profile uid, source key) by the row's key, else by its persona (name and contact points); None if it names nobody."""
    key = row.text(MappingTarget.SOURCE_KEY)
    if not key:
        contacts = sorted(str(r.value.value) for r in row.readings if isinstance(r.value, Email | Phone))
        name = row.name.folded if row.name else ""
        if not (name or contacts):
            return None
        key = stable_id(Prefix.FACT, "persona", name, *contacts).replace("fct_", "persona_")
    return profile_uid(source_system, key), key


def resolve(row: ReadRow, source_system: str, known: Known) -> Resolution:
    """Exact keys decide. Without a key, one compatible profile of the same source that shares a contact point; never two."""
    own = own_profile(row, source_system)
    if own is None:
        return Nobody()
    uid, key = own
    if uid in known.profiles:
        return Matched(uid, key, "key" if row.text(MappingTarget.SOURCE_KEY) else "persona")
    if row.text(MappingTarget.SOURCE_KEY):
        return New(uid, key)
    candidates = sorted(set(_compatible(row, source_system, known)))
    if len(candidates) > 1:
        return AmbiguousJoin(uid, key, tuple(candidates))
    return Matched(candidates[0], key, "contact point") if candidates else New(uid, key)


def _compatible(row: ReadRow, source_system: str, known: Known) -> Iterable[str]:
    for identifier in identifier_uids(row):
        for holder in known.holders.get(identifier, ()):
            if holder.source_system == source_system and may_be_one(row.name, holder):
                yield holder.profile


def may_be_one(name: PersonName | None, holder: Holder) -> bool:
    """Whether names allow that two records are of one person: equal as sets of words, or one of them missing."""
    return not name or not holder.name or set(name.folded.split()) == set(fold(holder.name).split())
