"""States of what forgetting leaves behind, and the marks on rows that were emptied."""

from enum import StrEnum
from typing import Final


class SuppressionState(StrEnum):
    """Whether an import heeds a suppression."""

    LIVE = "LIVE"
    RELEASED = "RELEASED"


class RedactionState(StrEnum):
    """Whether the bytes are overwritten."""

    PENDING = "PENDING"
    DONE = "DONE"


class SuppressionKind(StrEnum):
    """What a suppression hides: a contact point of that person alone, a shared one with the name, or a record."""

    IDENTIFIER = "identifier"
    SHARED_IDENTIFIER = "shared_identifier"
    SOURCE_KEY = "source_key"


# The issue codes of rows whose cells were emptied: by an erasure, or because an erased person came again.
ERASED: Final = "erased"
SUPPRESSED: Final = "suppressed"
