"""Identities: prefixed, globally unique, and the same for the same evidence.

Ids that derive from evidence are hashes of it (same row, same id, on every machine); ids of decisions and events are UUIDv7,
so that they sort by time.
"""

import hashlib
from enum import StrEnum
from typing import Final, NewType

import uuid_utils

Uid = NewType("Uid", str)
ClientId = NewType("ClientId", str)
ProfileId = NewType("ProfileId", str)
BatchId = NewType("BatchId", str)
RowId = NewType("RowId", str)
DecisionId = NewType("DecisionId", str)

# 12 bytes: a collision among a billion ids has a chance of 1e-11.
DIGEST_BYTES = 12
_SEPARATOR = "\x1f"
# RFC 4648's base32hex, lower case and without padding, two digits at a time: the library's takes 9 us an id, which was a
# quarter of the processor time of an import; this takes 2.
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuv"
_TWO_DIGITS: Final = tuple(first + second for first in _DIGITS for second in _DIGITS)
_MASK: Final = len(_TWO_DIGITS) - 1
_PADDING_BITS: Final = -DIGEST_BYTES * 8 % 5
_SHIFTS: Final = tuple(range((DIGEST_BYTES * 8 + _PADDING_BITS) - 10, -1, -10))


class Prefix(StrEnum):
    """The first letters of an id tell its label; `nodes.py` says which belongs to which."""

    CLIENT = "cli"
    PROFILE = "prf"
    HOUSEHOLD = "hsh"
    ACCOUNT = "acc"
    PERSON_NAME = "nam"
    FACT = "fct"
    EMAIL = "eml"
    PHONE = "phn"
    NATIONAL_ID = "nid"
    HANDLE = "hdl"
    ADDRESS = "adr"
    PROJECT = "prj"
    PROPERTY = "prp"
    OPPORTUNITY = "opp"
    STAGE_CHANGE = "stg"
    REQUIREMENT = "req"
    INTERACTION = "int"
    TRANSCRIPT = "trs"
    UTTERANCE = "utt"
    QD_EVENT = "qde"
    TASK = "tsk"
    REMINDER = "rem"
    CAMPAIGN = "cmp"
    CONSENT = "cns"
    RISK_SIGNAL = "rsk"
    STAFF = "stf"
    SOURCE_SYSTEM = "src"
    RAW_BATCH = "bat"
    RAW_ROW = "row"
    MAPPING_MANIFEST = "map"
    PROPOSAL = "pro"
    DECISION = "dec"
    AUDIT_EVENT = "aud"
    AUDIT_SEAL = "sea"
    MODEL_RUN = "run"
    RECEIPT = "rcp"
    SUPPRESSION = "sup"
    REDACTION = "red"
    LINK = "lnk"


def stable_id(prefix: Prefix, *parts: str) -> str:
    """The id of whatever these parts describe: same parts, same id; `("a", "bc")` and `("ab", "c")` differ."""
    digest = hashlib.blake2b(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
    bits = int.from_bytes(digest) << _PADDING_BITS
    return f"{prefix.value}_{''.join([_TWO_DIGITS[(bits >> shift) & _MASK] for shift in _SHIFTS])}"


def link_id(edge_type: str, source: str, target: str, *evidence: str) -> str:
    """The id of an edge. Without evidence there is one such edge between two nodes; with it, one for each piece of evidence."""
    return stable_id(Prefix.LINK, edge_type, source, target, *evidence)


def time_ordered_id(prefix: Prefix) -> str:
    """A new UUIDv7 id, for decisions, audit events and whatever else happens once."""
    return f"{prefix.value}_{uuid_utils.uuid7().hex}"


def prefix_of(uid: str) -> str:
    """The letters before the underscore."""
    return uid.partition("_")[0]
