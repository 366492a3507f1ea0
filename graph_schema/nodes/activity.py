"""Labels for what happened and what has to happen."""

from neomodel import DateProperty, DateTimeProperty, FloatProperty, IntegerProperty, StringProperty

from graph_schema.ids import Prefix
from graph_schema.nodes.entity import Entity, Searchable


class Interaction(Entity):
    """A call, e-mail, message, meeting, viewing, enquiry or note."""

    prefix = Prefix.INTERACTION
    kind = StringProperty(index=True)
    direction = StringProperty()
    channel = StringProperty()
    summary = StringProperty()
    occurred_at = DateTimeProperty(index=True)
    state = StringProperty()
    outcome = StringProperty()


class Transcript(Entity):
    """The transcript of an interaction."""

    prefix = Prefix.TRANSCRIPT
    language = StringProperty()


class Utterance(Entity):
    """One span of a transcript: who said what, from when to when (milliseconds)."""

    prefix = Prefix.UTTERANCE
    ordinal = IntegerProperty()
    speaker = StringProperty()
    text = StringProperty()
    starts_ms = IntegerProperty()
    ends_ms = IntegerProperty()


class QDEvent(Entity):
    """A behavioural score from the perception system."""

    prefix = Prefix.QD_EVENT
    signal = StringProperty(index=True)
    score = FloatProperty()
    model = StringProperty()
    sensing_session = StringProperty()
    occurred_at = DateTimeProperty(index=True)


class Task(Entity):
    """Something that a member of staff has to do."""

    prefix = Prefix.TASK
    title = StringProperty()
    due_at = DateTimeProperty(index=True)
    priority = StringProperty()
    state = StringProperty(index=True)
    proposed_by = StringProperty()
    version = IntegerProperty()


class Reminder(Entity):
    """A reminder to staff, due at a moment."""

    prefix = Prefix.REMINDER
    remind_at = DateTimeProperty(index=True)
    channel = StringProperty()
    text = StringProperty()
    state = StringProperty()


class Campaign(Searchable):
    """A marketing campaign."""

    prefix = Prefix.CAMPAIGN
    name = StringProperty(index=True)
    channel = StringProperty()
    starts_on = DateProperty()


class Consent(Entity):
    """What a person allows on a channel for a purpose."""

    prefix = Prefix.CONSENT
    channel = StringProperty()
    purpose = StringProperty()
    state = StringProperty()


class RiskSignal(Entity):
    """A reason for caution."""

    prefix = Prefix.RISK_SIGNAL
    kind = StringProperty(index=True)
    severity = StringProperty()
    reason = StringProperty()
    detected_at = DateTimeProperty()


class Staff(Searchable):
    """One of us."""

    prefix = Prefix.STAFF
    name = StringProperty(index=True)
    role = StringProperty()
