"""Edges for who a record is about and what it says of the person."""

from neomodel import BooleanProperty, StringProperty

from graph_schema import nodes
from graph_schema.edges.sourced import Ends, Sourced

_IDENTIFIERS: Ends = (nodes.Email, nodes.Phone, nodes.NationalId, nodes.Handle)


# (:Profile)-[:RESOLVES_TO]->(:Client)
class ResolvesTo(Sourced):
    """This record is about this person, by the decision named in the provenance; exactly one is live for a profile."""

    sources, targets = (nodes.Profile,), (nodes.Client,)


# (:Profile)-[:SAME_AS]->(:Profile)
class SameAs(Sourced):
    """Somebody decided that these two records are about one person; clients are what these links connect."""

    sources, targets = (nodes.Profile,), (nodes.Profile,)


# (:Profile)-[:NOT_SAME {reason}]->(:Profile)
class NotSame(Sourced):
    """These two records are about two people; binds until revoked."""

    sources, targets = (nodes.Profile,), (nodes.Profile,)
    reason = StringProperty()


# (:Profile)-[:NAMED]->(:PersonName)
class Named(Sourced):
    """The record gives the person this name."""

    sources, targets = (nodes.Profile,), (nodes.PersonName,)


# (:Profile)-[:STATES]->(:Fact)
class States(Sourced):
    """The record states this value of a field."""

    sources, targets = (nodes.Profile,), (nodes.Fact,)


# (:Profile)-[:HAS_IDENTIFIER]->(:Email|Phone|NationalId|Handle)
class HasIdentifier(Sourced):
    """The record gives this contact point or number."""

    sources, targets = (nodes.Profile,), _IDENTIFIERS
    is_primary = BooleanProperty()


# (:Profile)-[:LIVES_AT]->(:Address)
class LivesAt(Sourced):
    """The record gives this home or postal address."""

    sources, targets = (nodes.Profile,), (nodes.Address,)


# (:Profile)-[:MEMBER_OF {role}]->(:Account|Household)
class MemberOf(Sourced):
    """Works for, owns, or belongs to. It hangs on a record even where a person decided it, and goes where the record goes."""

    sources, targets = (nodes.Profile,), (nodes.Account, nodes.Household)
    role = StringProperty()


# (:Profile)-[:LOOKED_AFTER_BY]->(:Staff)
class LookedAfterBy(Sourced):
    """The record names this member of staff as owner of the relationship."""

    sources, targets = (nodes.Profile,), (nodes.Staff,)
