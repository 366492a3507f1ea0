"""The uids of things that are known by their value: who says the same value, from whatever source, means the same node."""

from graph_schema.folding import fold
from graph_schema.ids import Prefix, stable_id


def email_uid(value: str) -> str:
    """By the normalised address."""
    return stable_id(Prefix.EMAIL, value)


def phone_uid(e164: str) -> str:
    """By the number in E.164."""
    return stable_id(Prefix.PHONE, e164)


def national_id_uid(kind: str, country: str, value: str) -> str:
    """By kind, country and number."""
    return stable_id(Prefix.NATIONAL_ID, kind, country, value)


def handle_uid(network: str, value: str) -> str:
    """By network and name."""
    return stable_id(Prefix.HANDLE, network, value)


def person_name_uid(value: str) -> str:
    """By the name exactly as written."""
    return stable_id(Prefix.PERSON_NAME, value)


def fact_uid(field: str, value: str) -> str:
    """By field and value."""
    return stable_id(Prefix.FACT, field, value)


def address_uid(folded: str) -> str:
    """By the folded whole address."""
    return stable_id(Prefix.ADDRESS, folded)


def account_uid(name: str) -> str:
    """By the folded name."""
    return stable_id(Prefix.ACCOUNT, fold(name))


def property_uid(name: str) -> str:
    """By the folded name of the unit."""
    return stable_id(Prefix.PROPERTY, fold(name))


def project_uid(name: str) -> str:
    """By the folded name of the development."""
    return stable_id(Prefix.PROJECT, fold(name))


def campaign_uid(name: str) -> str:
    """By the folded name."""
    return stable_id(Prefix.CAMPAIGN, fold(name))


def staff_uid(name: str) -> str:
    """By the folded name."""
    return stable_id(Prefix.STAFF, fold(name))


def source_system_uid(name: str) -> str:
    """By the name of the system."""
    return stable_id(Prefix.SOURCE_SYSTEM, name)


def profile_uid(source_system: str, source_key: str) -> str:
    """By the source and its own key for the record."""
    return stable_id(Prefix.PROFILE, source_system, source_key)


def client_uid(first_profile: str) -> str:
    """By the profile that the client began with."""
    return stable_id(Prefix.CLIENT, first_profile)
