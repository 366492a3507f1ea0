"""One run of a model: which weights looked at which snapshot of the graph, and when."""

from dataclasses import dataclass
from datetime import datetime

from graph_schema.errors import InputRefused
from graph_schema.ids import Prefix, stable_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRun:
    """The same weights over the same snapshot are one run. `card_json` is the model's card as it stood then."""

    model: str
    version: str
    weights_hash: str
    snapshot_hash: str
    ran_at: datetime
    card_json: str = "{}"

    def __post_init__(self) -> None:
        if not (self.model and self.version and self.weights_hash and self.snapshot_hash):
            raise InputRefused(
                "a model run needs a model, a version and the hashes of weights and snapshot",
                hint="without them nobody can tell later why something was proposed",
            )

    @property
    def uid(self) -> str:
        """Made from what ran over what."""
        return stable_id(Prefix.MODEL_RUN, self.model, self.version, self.weights_hash, self.snapshot_hash)
