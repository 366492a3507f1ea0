"""Edges for what people did, want and own."""

from neomodel import DateTimeProperty, IntegerProperty, StringProperty

from graph_schema import nodes
from graph_schema.edges.sourced import Sourced


# (:Profile|Staff)-[:TOOK_PART_IN {role}]->(:Interaction)
class TookPartIn(Sourced):
    """Was a party to the call, message, meeting or viewing."""

    sources, targets = (nodes.Profile, nodes.Staff), (nodes.Interaction,)
    role = StringProperty()


# (:Interaction)-[:ABOUT]->(:Property|Project)
class About(Sourced):
    """The interaction was about this unit or development."""

    sources, targets = (nodes.Interaction,), (nodes.Property, nodes.Project)


# (:Interaction)-[:HAS_TRANSCRIPT]->(:Transcript)
class HasTranscript(Sourced):
    """The interaction was transcribed."""

    sources, targets = (nodes.Interaction,), (nodes.Transcript,)


# (:Transcript)-[:HAS_UTTERANCE]->(:Utterance)
class HasUtterance(Sourced):
    """The transcript contains this span."""

    sources, targets = (nodes.Transcript,), (nodes.Utterance,)


# (:Profile)-[:INTERESTED_IN {preference}]->(:Property)
class InterestedIn(Sourced):
    """The person favours, considers or discards the unit."""

    sources, targets = (nodes.Profile,), (nodes.Property,)
    preference = StringProperty()
    viewed_count = IntegerProperty()
    last_viewed_at = DateTimeProperty()


# (:Profile)-[:HAS_REQUIREMENT]->(:Requirement)
class HasRequirement(Sourced):
    """The person asks for this."""

    sources, targets = (nodes.Profile,), (nodes.Requirement,)


# (:Profile)-[:PURSUES]->(:Opportunity)
class Pursues(Sourced):
    """The person is the buyer in this deal."""

    sources, targets = (nodes.Profile,), (nodes.Opportunity,)


# (:Opportunity)-[:CONCERNS]->(:Property)
class Concerns(Sourced):
    """The deal is about this unit."""

    sources, targets = (nodes.Opportunity,), (nodes.Property,)


# (:Opportunity)-[:MOVED]->(:StageChange)
class Moved(Sourced):
    """The deal changed its stage."""

    sources, targets = (nodes.Opportunity,), (nodes.StageChange,)


# (:Property)-[:PART_OF]->(:Project)
class PartOf(Sourced):
    """The unit belongs to the development."""

    sources, targets = (nodes.Property,), (nodes.Project,)


# (:Profile)-[:SHOWED]->(:QDEvent)
class Showed(Sourced):
    """Perception saw the person show this behaviour."""

    sources, targets = (nodes.Profile,), (nodes.QDEvent,)


# (:QDEvent)-[:TOWARD]->(:Property)
class Toward(Sourced):
    """The behaviour was directed at this unit."""

    sources, targets = (nodes.QDEvent,), (nodes.Property,)


# (:Profile)-[:TOUCHED_BY {touch_kind, occurred_at}]->(:Campaign)
class TouchedBy(Sourced):
    """The campaign reached the person; one edge for each touch."""

    sources, targets = (nodes.Profile,), (nodes.Campaign,)
    touch_kind = StringProperty()
    occurred_at = DateTimeProperty()


# (:Profile)-[:HAS_TASK]->(:Task)
class HasTask(Sourced):
    """The task is about this person."""

    sources, targets = (nodes.Profile,), (nodes.Task,)


# (:Task)-[:ASSIGNED_TO]->(:Staff)
class AssignedTo(Sourced):
    """The task is this person's to do."""

    sources, targets = (nodes.Task,), (nodes.Staff,)


# (:Profile)-[:HAS_REMINDER]->(:Reminder)
class HasReminder(Sourced):
    """The reminder is about this person."""

    sources, targets = (nodes.Profile,), (nodes.Reminder,)


# (:Profile)-[:GAVE]->(:Consent)
class Gave(Sourced):
    """The person gave, refused or withdrew this consent."""

    sources, targets = (nodes.Profile,), (nodes.Consent,)


# (:Profile)-[:CARRIES]->(:RiskSignal)
class Carries(Sourced):
    """There is this reason for caution with the person."""

    sources, targets = (nodes.Profile,), (nodes.RiskSignal,)
