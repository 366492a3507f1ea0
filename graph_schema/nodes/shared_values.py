"""Labels for values that profiles share: names, facts, identifiers, addresses."""

from neomodel import BooleanProperty, StringProperty

from graph_schema.ids import Prefix
from graph_schema.nodes.entity import Entity, Searchable


class PersonName(Searchable):
    """A name as some source writes it."""

    prefix = Prefix.PERSON_NAME
    value = StringProperty()
    folded = StringProperty(index=True)
    given = StringProperty()
    family = StringProperty()
    script = StringProperty()


class Fact(Entity):
    """A plain value of a named field (birth date, language, job title), stated by profiles."""

    prefix = Prefix.FACT
    field = StringProperty(index=True)
    value = StringProperty()


class Identifier(Searchable):
    """A value that points at a person; marked ones (role, placeholder, shared) never link by themselves."""

    __abstract_node__ = True
    value = StringProperty(index=True)
    is_role = BooleanProperty()
    is_placeholder = BooleanProperty()
    is_shared = BooleanProperty()


class Email(Identifier):
    """A normalised e-mail address."""

    prefix = Prefix.EMAIL
    domain = StringProperty(index=True)


class Phone(Identifier):
    """A phone number in E.164."""

    prefix = Prefix.PHONE
    region = StringProperty()


class NationalId(Identifier):
    """A passport, national identity or tax number."""

    prefix = Prefix.NATIONAL_ID
    kind = StringProperty()
    country = StringProperty()


class Handle(Identifier):
    """A name on a network (WhatsApp, Instagram, LinkedIn, WeChat)."""

    prefix = Prefix.HANDLE
    network = StringProperty()


class Address(Entity):
    """A postal address."""

    prefix = Prefix.ADDRESS
    line = StringProperty()
    city = StringProperty(index=True)
    postcode = StringProperty()
    country = StringProperty()
    folded = StringProperty()
    is_shared = BooleanProperty()
