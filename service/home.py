"""Where Velocity keeps its state on this machine, and where it keeps what can be fetched again."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Home:
    """One installation's state: the database, the evidence and the secrets that open them."""

    root: Path

    @property
    def neo4j(self) -> Path:
        """Everything that the managed Neo4j owns: `velocity db reset` removes this folder and nothing else."""
        return self.root / "neo4j"

    @property
    def evidence(self) -> Path:
        """Files as they were received, byte for byte."""
        return self.root / "evidence"

    @property
    def exports(self) -> Path:
        """What was told to people about themselves; each file goes after a week."""
        return self.root / "exports"

    @property
    def snapshots(self) -> Path:
        """The graph as of moments, for models; an erasure removes those that were taken before it."""
        return self.root / "snapshots"

    @property
    def password_file(self) -> Path:
        """The managed server's generated password, mode 0600."""
        return self.root / "neo4j-password"

    @property
    def token_file(self) -> Path:
        """The token of the local service, mode 0600."""
        return self.root / "token"

    @property
    def service_state_file(self) -> Path:
        """What the running service says of itself: its pid and its address."""
        return self.root / "service.json"

    @property
    def logs(self) -> Path:
        """Logs of the service and of the managed Neo4j."""
        return self.root / "logs"


def find_home(environ: Mapping[str, str] = os.environ, checkout: Path = CHECKOUT) -> Home:
    """`VELOCITY_HOME` if set, else `.velocity` in a source checkout, else the user's state folder."""
    if chosen := environ.get("VELOCITY_HOME"):
        return Home(Path(chosen).expanduser().resolve())
    if (checkout / "pyproject.toml").is_file():
        return Home(checkout / ".velocity")
    return Home(user_state_path("velocity", appauthor=False))


def find_cache(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that all homes share for what can be fetched again; `VELOCITY_CACHE` moves it."""
    if chosen := environ.get("VELOCITY_CACHE"):
        return Path(chosen).expanduser().resolve()
    return user_cache_path("velocity", appauthor=False)
