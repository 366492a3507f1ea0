"""What forgetting needs of this installation: the key that recognises the forgotten, and files that lose bytes."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from graph_schema.errors import SetupFailed
from ingest.evidence_store import EvidenceStore
from ingest.redacting import Redacted, finish_redactions
from review.suppression import LEAST_KEY_BYTES, SuppressionKey
from service.database import open_graph
from service.home import Home
from service.tokens import write_secret

KEY_FILE: Final = "suppression-key"


def finish_erasures(home: Home, tell: Callable[[str], None]) -> Redacted:
    """Take out of kept files and exports what erasures ordered. Can be called at any time, again and again."""
    with open_graph(tell) as store:
        done = finish_redactions(store, EvidenceStore(home.evidence), datetime.now(UTC))
    for sha256 in done.missing:
        tell(f"the kept file {sha256} is not in {home.evidence}: what an erasure takes out of it waits until it is there")
    return done


def suppression_key(home: Home) -> SuppressionKey:
    """The key of this installation, made at its first use; whoever backs up the graph keeps a copy of it elsewhere.

    Raises:
        SetupFailed: the file was damaged.
    """
    path = home.root / KEY_FILE
    if not path.exists():
        write_secret(path, os.urandom(LEAST_KEY_BYTES).hex() + "\n")
    try:
        return SuppressionKey(bytes.fromhex(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise SetupFailed(
            f"{path} holds no key",
            hint="put the file of your backup back: a new key would not recognise the forgotten",
            code="suppression_key_missing",
        ) from error
