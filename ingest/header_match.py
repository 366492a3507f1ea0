"""How well a header fits each meaning, by its words alone."""

from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from graph_schema.manifests import MappingTarget
from ingest.header_words import OTHER_PEOPLE, PHRASES, plain_header
from ingest.normalise.word_list import words

_T = MappingTarget
_SAME: Final = 0.95
_WITHIN: Final = 0.6
_WITHIN_SHARE: Final = 0.25
# The noun stands last in most of our languages: a 'company phone' is a phone.
_AT_END: Final = 0.05
_TYPO: Final = 0.75
_LEAST_LIKENESS: Final = 0.84
_LEAST_TYPO_CHARS: Final = 5
# Words too general to mean anything inside a longer header: 'unit id' is no lead's id, 'source of funds' no campaign.
_ONLY_ALONE: Final = words(
    """
    id ref reference name nom nome nombre contact customer client cliente visitor code source status stage role
    position interest visit message via land cap ort rue mail job born note nota activity channel account business
    development description feedback portable handle cell poste
    """
)
# What identifies or describes one person; said of an agent or a spouse, it is not the client's.
PERSONAL: Final = frozenset(
    {_T.FULL_NAME, _T.GIVEN_NAME, _T.FAMILY_NAME, _T.EMAIL, _T.PHONE, _T.NATIONAL_ID, _T.HANDLE, _T.ADDRESS, _T.CITY,
     _T.POSTCODE, _T.COUNTRY, _T.BIRTH_DATE, _T.NATIONALITY, _T.LANGUAGE, _T.JOB_TITLE, _T.SOURCE_KEY}
)  # fmt: skip


@lru_cache(maxsize=4_096)
def header_scores(header: str) -> tuple[tuple[MappingTarget, float], ...]:
    """Every meaning that the header's words allow, with how well it fits (0 to 1), best first."""
    plain = plain_header(header)
    # Only words that mean nothing as they stand are taken for typing errors: 'mobile' is no misspelt 'immobile'.
    found = _best(plain, _word_score) or _best(plain, _typo_score)
    return tuple(sorted(found, key=lambda pair: -pair[1]))


def other_person(header: str) -> str:
    """The word of a header by which it speaks of somebody else than the client ('agent', 'spouse'), or ''."""
    padded = f" {plain_header(header)} "
    return next((word for word in sorted(OTHER_PEOPLE) if f" {word} " in padded), "")


def _best(plain: str, score: Callable[[str, str], float]) -> list[tuple[MappingTarget, float]]:
    scores = ((target, max(score(plain, phrase) for phrase in phrases)) for target, phrases in PHRASES.items())
    return [(target, best) for target, best in scores if best]


def _word_score(plain: str, phrase: str) -> float:
    if plain == phrase:
        return _SAME
    within = f" {plain} ".find(f" {phrase} ")
    if within >= 0 and phrase not in _ONLY_ALONE and len(phrase) > 2:
        is_last = plain.endswith(phrase)
        return _WITHIN + _WITHIN_SHARE * len(phrase) / len(plain) + (_AT_END if is_last else 0.0)
    return 0.0


def _typo_score(plain: str, phrase: str) -> float:
    if min(len(plain), len(phrase)) < _LEAST_TYPO_CHARS:
        return 0.0
    matcher = SequenceMatcher(None, plain, phrase, autojunk=False)
    if matcher.real_quick_ratio() < _LEAST_LIKENESS or matcher.quick_ratio() < _LEAST_LIKENESS:
        return 0.0
    likeness = matcher.ratio()
    return _TYPO * likeness if likeness >= _LEAST_LIKENESS else 0.0
