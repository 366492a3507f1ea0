"""Labels for raw evidence, proposals, decisions and the record of them."""

from neomodel import ArrayProperty, BooleanProperty, DateTimeProperty, FloatProperty, IntegerProperty, StringProperty

from graph_schema.ids import Prefix
from graph_schema.nodes.entity import Entity


class SourceSystem(Entity):
    """Where records come from; `trust_rank` orders sources for survivorship (higher wins)."""

    prefix = Prefix.SOURCE_SYSTEM
    name = StringProperty(index=True)
    trust_rank = IntegerProperty()


class RawBatch(Entity):
    """A file exactly as received; its bytes lie under its SHA-256."""

    prefix = Prefix.RAW_BATCH
    state = StringProperty(index=True)
    version = IntegerProperty()
    source_system = StringProperty(index=True)
    file_name = StringProperty()
    size_bytes = IntegerProperty()
    sha256 = StringProperty(index=True)
    encoding = StringProperty()
    delimiter = StringProperty()
    has_header = BooleanProperty()
    header = ArrayProperty(StringProperty())
    received_at = DateTimeProperty(index=True)
    received_by = StringProperty()
    row_count = IntegerProperty()
    header_count = IntegerProperty()
    blank_count = IntegerProperty()
    committed_count = IntegerProperty()
    noop_count = IntegerProperty()
    held_count = IntegerProperty()
    rejected_count = IntegerProperty()
    staged_count = IntegerProperty()
    unresolved_positions = ArrayProperty(StringProperty())
    profile_json = StringProperty()
    plan_hash = StringProperty()
    plan_json = StringProperty()
    plan_decision = StringProperty()
    issues_json = StringProperty()


class RawRow(Entity):
    """One logical row: its cells as text, its lines, its span of bytes, and what became of it."""

    prefix = Prefix.RAW_ROW
    batch = StringProperty()
    number = IntegerProperty()
    first_line = IntegerProperty()
    last_line = IntegerProperty()
    byte_start = IntegerProperty()
    byte_end = IntegerProperty()
    cells = ArrayProperty(StringProperty())
    status = StringProperty()
    issue_code = StringProperty()
    issue_message = StringProperty()
    issue_column = StringProperty()


class MappingManifest(Entity):
    """Which column means what, every column mapped or unresolved, exactly once."""

    prefix = Prefix.MAPPING_MANIFEST
    state = StringProperty(index=True)
    batch = StringProperty(index=True)
    version = IntegerProperty()
    content_hash = StringProperty()
    manifest_json = StringProperty()


class Proposal(Entity):
    """What somebody or something suggests; it changes nothing canonical."""

    prefix = Prefix.PROPOSAL
    kind = StringProperty(index=True)
    state = StringProperty(index=True)
    version = IntegerProperty()
    title = StringProperty()
    confidence = FloatProperty()
    risk_tier = StringProperty(index=True)
    reasons = ArrayProperty(StringProperty())
    payload_json = StringProperty()
    contributions = ArrayProperty(FloatProperty())
    evidence = ArrayProperty(StringProperty())
    expected_correction = FloatProperty()
    shown_hash = StringProperty()
    proposed_by = StringProperty()
    proposed_by_kind = StringProperty()
    proposed_for = StringProperty()
    created_at = DateTimeProperty(index=True)
    changed_at = DateTimeProperty(index=True)
    lease_holder = StringProperty()
    lease_expires_at = DateTimeProperty()
    unsure_count = IntegerProperty()
    stopped_by = StringProperty()
    superseded_by = StringProperty()


class Decision(Entity):
    """A verdict with a name under it; undoing one is another decision."""

    prefix = Prefix.DECISION
    kind = StringProperty(index=True)
    verdict = StringProperty()
    decided_by = StringProperty(index=True)
    decided_by_kind = StringProperty()
    decided_at = DateTimeProperty(index=True)
    shown_hash = StringProperty()
    subject = StringProperty(index=True)
    note = StringProperty()
    reason = StringProperty()
    undoes = StringProperty()
    undone_by = StringProperty()
    edit_json = StringProperty()
    profiles = ArrayProperty(StringProperty())


class AuditEvent(Entity):
    """One line of the append-only, hash-chained record of who did what; the first one keeps where the chain ends."""

    prefix = Prefix.AUDIT_EVENT
    sequence = IntegerProperty(unique_index=True)
    at = DateTimeProperty(index=True)
    actor = StringProperty()
    actor_kind = StringProperty()
    action = StringProperty(index=True)
    subjects = ArrayProperty(StringProperty())
    request = StringProperty()
    details_json = StringProperty()
    about = StringProperty()
    previous_hash = StringProperty()
    hash = StringProperty()
    tail_sequence = IntegerProperty()
    tail_hash = StringProperty()


class AuditSeal(Entity):
    """A signature under the end of the audit chain: what came before it cannot be rewritten without the key."""

    prefix = Prefix.AUDIT_SEAL
    sequence = IntegerProperty(unique_index=True)
    hash = StringProperty()
    sealed_at = DateTimeProperty()
    public_key = StringProperty()
    key_fingerprint = StringProperty()
    signature = StringProperty()


class ModelRun(Entity):
    """One run of a model: which weights over which snapshot."""

    prefix = Prefix.MODEL_RUN
    model = StringProperty()
    version = StringProperty()
    snapshot_hash = StringProperty()
    weights_hash = StringProperty()
    card_json = StringProperty()
    ran_at = DateTimeProperty()


class Receipt(Entity):
    """The permanent answer to an idempotency key, written with the effect."""

    prefix = Prefix.RECEIPT
    key = StringProperty(unique_index=True)
    request_hash = StringProperty()
    answer_json = StringProperty()
    written_at = DateTimeProperty()
