"""Every label of the graph, declared once: its properties, its indexes and its meaning in one sentence.

neomodel is used to declare and never to query: `registry.py` reads these classes, and everything else reads the registry. Every
node also carries `:Entity` with a globally unique `uid`, because an edge is written by matching both ends on one static label.
"""

from graph_schema.nodes.activity import (
    Campaign,
    Consent,
    Interaction,
    QDEvent,
    Reminder,
    RiskSignal,
    Staff,
    Task,
    Transcript,
    Utterance,
)
from graph_schema.nodes.entity import Entity, Searchable
from graph_schema.nodes.evidence import (
    AuditEvent,
    AuditSeal,
    Decision,
    MappingManifest,
    ModelRun,
    Proposal,
    RawBatch,
    RawRow,
    Receipt,
    SourceSystem,
)
from graph_schema.nodes.identity import Account, Client, Household, Profile
from graph_schema.nodes.portfolio import Opportunity, Project, Property, Requirement, StageChange
from graph_schema.nodes.privacy import Redaction, Suppression
from graph_schema.nodes.shared_values import Address, Email, Fact, Handle, Identifier, NationalId, PersonName, Phone

__all__ = [
    "Account",
    "Address",
    "AuditEvent",
    "AuditSeal",
    "Campaign",
    "Client",
    "Consent",
    "Decision",
    "Email",
    "Entity",
    "Fact",
    "Handle",
    "Household",
    "Identifier",
    "Interaction",
    "MappingManifest",
    "ModelRun",
    "NationalId",
    "Opportunity",
    "PersonName",
    "Phone",
    "Profile",
    "Project",
    "Property",
    "Proposal",
    "QDEvent",
    "RawBatch",
    "RawRow",
    "Receipt",
    "Redaction",
    "Reminder",
    "Requirement",
    "RiskSignal",
    "Searchable",
    "SourceSystem",
    "Staff",
    "StageChange",
    "Suppression",
    "Task",
    "Transcript",
    "Utterance",
]
