"""Edges for forgetting: what ordered it, and which file it changes."""

from graph_schema import nodes
from graph_schema.edges.sourced import Sourced


# (:Suppression)-[:ORDERED_BY]->(:Proposal)
class OrderedBy(Sourced):
    """The accepted erasure from which the suppression comes."""

    sources, targets = (nodes.Suppression,), (nodes.Proposal,)


# (:Redaction)-[:REDACTS]->(:RawBatch)
class Redacts(Sourced):
    """The file of this batch loses these spans."""

    sources, targets = (nodes.Redaction,), (nodes.RawBatch,)
