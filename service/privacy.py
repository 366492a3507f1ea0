"""What forgetting needs of this installation: the key that recognises the forgotten, and what has to follow an erasure."""

import os
from datetime import UTC, datetime
from typing import Final

from cypher.store import GraphStore
from graph_schema.errors import SetupFailed
from ingest.evidence_store import EvidenceStore
from ingest.redacting import Redacted, finish_redactions
from review.privacy.suppression import LEAST_KEY_BYTES, SuppressionKey
from service.home import Home
from service.snapshots import remove_outdated
from service.subject_file import remove_orphaned
from service.tokens import write_secret

KEY_FILE: Final = "suppression-key"


def finish_erasures(store: GraphStore, home: Home) -> Redacted:
    """Take out of kept files what erasures ordered; remove exports of people who were forgotten, and snapshots that know them.

    Can be called at any time, again and again.
    """
    now = datetime.now(UTC)
    done = finish_redactions(store, EvidenceStore(home.evidence), now)
    remove_orphaned(store, home.exports, now)
    remove_outdated(store, home.snapshots)
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
