"""E-mail addresses: several in a cell, with names around them, of front desks, and made up to fill a field."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from email_validator import EmailNotValidError, validate_email

from graph_schema.values import Email, Unreadable
from ingest.normalise.cell_text import refused_early, tidy, unreadable
from ingest.normalise.word_list import words

TRANSFORM: Final = "email/1"
_BRACKETED: Final = re.compile(r"<\s*(?:mailto:)?([^<>\s@]*@[^<>\s]*)\s*>")
_BETWEEN: Final = re.compile(r"[;,|/\s]+")
_EDGES: Final = ".,;:()<>[]{}'\"“”‘’"
_ROLES: Final = words(
    """
    admin accounting accounts billing booking bookings careers contact customerservice enquiries enquiry feedback
    finance frontdesk hello help hr info inquiries inquiry jobs legal mail marketing newsletter noreply no-reply
    office operations orders postmaster pr reception reservations sales secretary service support team webmaster buero
    kontakt verkauf vertrieb contacto ventas contatto vendite accueil bureau
    """
)
_PLACEHOLDER_LOCALS: Final = words(
    """
    na n.a n-a none null nil noemail no-email no.email no_email nomail no-mail no.mail no_mail unknown notprovided
    not.provided notavailable nothing noone nobody test tests testing tester test1 test123 dummy fake asd asdf qwerty
    xxx xx x abc abcd donthave dont.have withoutemail guest
    """
)
_PLACEHOLDER_DOMAINS: Final = words(
    """
    na.com n-a.com none.com nomail.com noemail.com no-email.com nomail.invalid unknown.com notprovided.com test.com
    tests.com testing.com xxx.com xx.com dummy.com fake.com asdf.com domain.com yourdomain.com noreply.com nowhere.com
    """
)
# `a@a.com`, `abc@abc.com`: typed to get past a form. Longer ones are front desks (`marriott@marriott.com`).
_LONGEST_ECHO: Final = 4


def parse_emails(text: str) -> tuple[Email | Unreadable, ...]:
    """Every address of a cell, in order, each once; an empty cell has none."""
    shown = tidy(text)
    if not shown:
        return ()
    if why := refused_early(shown):
        return (unreadable(text, why),)
    found = tuple(dict.fromkeys(_parse_one(piece) for piece in _pieces(shown)))
    return found or (unreadable(text, "there is no address in it"),)


def _pieces(text: str) -> Iterator[str]:
    """The words with an @. Words between addresses ('or', 'home:') and names before `<…>` stay in the raw row only."""
    yield from _BRACKETED.findall(text)
    for word in _BETWEEN.split(_BRACKETED.sub(" ", text)):
        if "@" in word and word != "@":
            yield word.strip(_EDGES).removeprefix("mailto:")


@lru_cache(maxsize=65_536)
def _parse_one(address: str) -> Email | Unreadable:
    try:
        valid = validate_email(address, check_deliverability=False)
    except EmailNotValidError as problem:
        return unreadable(address, str(problem))
    local, domain = valid.local_part.lower(), (valid.ascii_domain or valid.domain).lower()
    return Email(f"{local}@{domain}", local, domain, _is_role(local), _is_placeholder(local, domain))


def _is_role(local: str) -> bool:
    return local.partition("+")[0] in _ROLES


def _is_placeholder(local: str, domain: str) -> bool:
    name = domain.partition(".")[0]
    is_echo = local == name and len(local) <= _LONGEST_ECHO
    is_one_key = len(local) > 2 and len(set(local)) == 1
    return is_echo or is_one_key or local in _PLACEHOLDER_LOCALS or domain in _PLACEHOLDER_DOMAINS
