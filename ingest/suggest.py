"""People who share a contact point: the same person, or a household? Proposed with reasons, never done."""

from collections.abc import Iterator

from graph_schema.actors import IMPORTER
from graph_schema.proposals import Proposal, ProposalKind, RiskTier, Subject
from graph_schema.values import PersonName
from ingest.reading import ReadRow
from ingest.resolve import AmbiguousJoin, Holder, Known, identifier_uids, may_be_one

# More people than a large family on one number or address: an agency or a front desk. Such a value suggests nothing.
LARGEST_FAMILY = 6
SAME_NAME_CONFIDENCE = 0.9
SAME_FAMILY_CONFIDENCE = 0.7
SHARED_CONTACT_CONFIDENCE = 0.4


def suggestions(row: ReadRow, profile: str, known: Known) -> Iterator[Proposal]:
    """One proposal for each other client that shares an identifier with this new profile."""
    seen: set[str] = set()
    for identifier in identifier_uids(row):
        holders = known.holders.get(identifier, ())
        if len({holder.client for holder in holders}) > LARGEST_FAMILY:
            continue
        for holder in holders:
            if holder.profile != profile and holder.client not in seen:
                seen.add(holder.client)
                yield _suggest(row, profile, holder, identifier)


def ask_which(row: ReadRow, resolution: AmbiguousJoin) -> Proposal:
    """The question which of several records a new one joins; until it is answered the new one stands alone."""
    name = row.name.value if row.name else "a record without a name"
    candidates = tuple(Subject(uid, f"candidate_{index}") for index, uid in enumerate(resolution.candidates, 1))
    return Proposal(
        kind=ProposalKind.AMBIGUOUS_JOIN,
        title=f"Row {row.number} ({name}) fits {len(candidates)} records",
        subjects=(Subject(resolution.profile, "arrived"), *candidates),
        confidence=1 / len(candidates),
        risk_tier=RiskTier.LOW,
        reasons=("several_records: a contact point of the row belongs to more than one record of this source",),
        evidence=(row.row_uid,),
        proposed_by=IMPORTER,
    )


def _suggest(row: ReadRow, profile: str, holder: Holder, identifier: str) -> Proposal:
    subjects = (Subject(profile, "left"), Subject(holder.profile, "right"))
    shown = row.name.value if row.name else "a record without a name"
    shared = f"shared_contact: both records carry {identifier}"
    if may_be_one(row.name, holder):
        return Proposal(
            kind=ProposalKind.IDENTITY_LINK,
            title=f"{shown} and {holder.name or 'a record without a name'} may be one person",
            subjects=subjects,
            confidence=SAME_NAME_CONFIDENCE,
            risk_tier=RiskTier.MEDIUM,
            reasons=(shared, "compatible_names: the names agree or one is missing"),
            evidence=(row.row_uid, identifier),
            proposed_by=IMPORTER,
        )
    family = _same_family(row.name, holder)
    return Proposal(
        kind=ProposalKind.HOUSEHOLD,
        title=f"{shown} and {holder.name} may belong to one household",
        subjects=subjects,
        confidence=SAME_FAMILY_CONFIDENCE if family else SHARED_CONTACT_CONFIDENCE,
        risk_tier=RiskTier.LOW,
        reasons=(shared, "same_family_name: one family name, two given names" if family else "different_names: two people"),
        evidence=(row.row_uid, identifier),
        proposed_by=IMPORTER,
    )


def _same_family(name: PersonName | None, holder: Holder) -> bool:
    return bool(name and name.family and name.family.casefold() == holder.family.casefold())
