"""What the graph knows of the people that some rows speak of, in two reads."""

from collections.abc import Sequence

from cypher.queries.importing import IDENTIFIER_HOLDERS, KNOWN_PROFILES, IdentifierIds, ProfileIds
from cypher.store import Reader
from ingest.reading import ReadRow
from ingest.resolve import Holder, Known, KnownProfile, identifier_uids, own_profile
from ingest.suggest import LARGEST_FAMILY


def known_of(reader: Reader, rows: Sequence[ReadRow], source_system: str) -> Known:
    """The profiles and holders of identifiers that these rows name."""
    identifiers = sorted({uid for row in rows for uid in identifier_uids(row)})
    holders: dict[str, list[Holder]] = {}
    # One more than a family tells that a value belongs to nobody in particular; more would only cost.
    for found in reader.many(IDENTIFIER_HOLDERS, IdentifierIds(identifiers, LARGEST_FAMILY + 1)) if identifiers else ():
        holder = Holder(found.profile, found.source_system, found.client, found.name, found.family)
        holders.setdefault(found.identifier, []).append(holder)
    own = {place[0] for row in rows if (place := own_profile(row, source_system))}
    others = {holder.profile for group in holders.values() for holder in group if holder.source_system == source_system}
    profiles = reader.many(KNOWN_PROFILES, ProfileIds(sorted(own | others)))
    return Known(
        {
            row.profile: KnownProfile(
                row.client, frozenset(row.links), frozenset((fact.field, fact.value) for fact in row.facts)
            )
            for row in profiles
        },
        {uid: tuple(group) for uid, group in holders.items()},
    )
