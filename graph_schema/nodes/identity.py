"""Labels for who a record is about: clients, profiles, households and accounts."""

from neomodel import DateTimeProperty, FloatProperty, IntegerProperty, StringProperty

from graph_schema.ids import Prefix
from graph_schema.nodes.entity import Entity, Searchable


class Client(Entity):
    """A resolved person. The shown values are a projection of its live profiles; `write.refresh_clients` computes it."""

    prefix = Prefix.CLIENT
    state = StringProperty(index=True)
    version = IntegerProperty()
    display_name = StringProperty(index=True)
    last_interaction_at = DateTimeProperty(index=True)
    open_task_count = IntegerProperty(index=True)
    qd_score = FloatProperty(index=True)
    owner_uid = StringProperty(index=True)
    identity_confidence = FloatProperty()


class Profile(Entity):
    """One record of one source about one person. A merge never changes it."""

    prefix = Prefix.PROFILE
    source_system = StringProperty(index=True)
    source_key = StringProperty()
    persona_key = StringProperty(index=True)
    title = StringProperty()


class Household(Entity):
    """People who decide together."""

    prefix = Prefix.HOUSEHOLD
    name = StringProperty()


class Account(Searchable):
    """An organisation or legal buyer: company, trust, family office, SPV, brokerage."""

    prefix = Prefix.ACCOUNT
    name = StringProperty()
    kind = StringProperty(index=True)
