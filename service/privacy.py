"""What forgetting needs of this installation: the key that recognises the forgotten."""

import os
from typing import Final

from graph_schema.errors import SetupFailed
from review.suppression import LEAST_KEY_BYTES, SuppressionKey
from service.home import Home
from service.tokens import write_secret

KEY_FILE: Final = "suppression-key"


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
