"""Edges for where everything comes from and who decided it."""

from neomodel import StringProperty

from graph_schema import nodes
from graph_schema.edges.sourced import Sourced


# (:Profile)-[:FROM_SOURCE]->(:SourceSystem)
class FromSource(Sourced):
    """The record belongs to this system."""

    sources, targets = (nodes.Profile,), (nodes.SourceSystem,)


# (:Profile)-[:EVIDENCED_BY]->(:RawRow)
class EvidencedBy(Sourced):
    """The record was read from this row."""

    sources, targets = (nodes.Profile,), (nodes.RawRow,)


# (:RawRow)-[:ROW_OF]->(:RawBatch)
class RowOf(Sourced):
    """The row stands in this file."""

    sources, targets = (nodes.RawRow,), (nodes.RawBatch,)


# (:RawBatch)-[:RECEIVED_FROM]->(:SourceSystem)
class ReceivedFrom(Sourced):
    """The file came from this system."""

    sources, targets = (nodes.RawBatch,), (nodes.SourceSystem,)


# (:MappingManifest)-[:MAPS]->(:RawBatch)
class Maps(Sourced):
    """The manifest says what the columns of this file mean."""

    sources, targets = (nodes.MappingManifest,), (nodes.RawBatch,)


# (:Proposal)-[:CONCERNING {role}]->(:Client|Profile|Property|Account|Household|RawBatch|RawRow|MappingManifest)
class Concerning(Sourced):
    """The proposal is about this."""

    sources = (nodes.Proposal,)
    targets = (
        nodes.Client,
        nodes.Profile,
        nodes.Property,
        nodes.Account,
        nodes.Household,
        nodes.RawBatch,
        nodes.RawRow,
        nodes.MappingManifest,
    )
    role = StringProperty()


# (:Proposal)-[:SUGGESTED_BY]->(:ModelRun)
class SuggestedBy(Sourced):
    """The model run that made the proposal."""

    sources, targets = (nodes.Proposal,), (nodes.ModelRun,)


# (:Decision)-[:DECIDES]->(:Proposal|RawBatch|MappingManifest|Decision|Client)
class Decides(Sourced):
    """What the verdict is about; a change by hand decides about the client itself."""

    sources = (nodes.Decision,)
    targets = (nodes.Proposal, nodes.RawBatch, nodes.MappingManifest, nodes.Decision, nodes.Client)


# (:AuditEvent)-[:RECORDS]->(:Decision|RawBatch|Proposal|AuditSeal)
class Records(Sourced):
    """The audit event that tells of this."""

    sources, targets = (nodes.AuditEvent,), (nodes.Decision, nodes.RawBatch, nodes.Proposal, nodes.AuditSeal)


# (:AuditSeal)-[:SEALS]->(:AuditEvent)
class Seals(Sourced):
    """The event at which the chain ended when it was sealed; all before it are sealed with it."""

    sources, targets = (nodes.AuditSeal,), (nodes.AuditEvent,)
