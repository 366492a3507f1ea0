"""Why a pair is, or is not, taken for one person: parts that add up to its log-odds exactly, contradictions first."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from gnn.identity.compare import compare_all
from gnn.identity.model import Latent, Model, log_joints
from gnn.identity.pool import Pool

PRIOR: Final = "how many people there are"
RIVALS: Final = "household, namesakes and neighbours"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field adds to the log-odds, in nats. `level` counts from 0, nothing in common, and is -1 for what is no field;
    `seen_in` is the number of records that hold the agreeing value, 0 where none agrees exactly."""

    field: str
    nats: float
    level: int
    seen_in: int


def reasons(pool: Pool, model: Model, groups: list[str], first: int, second: int) -> list[Reason]:
    """The parts of a pair's log-odds.

    Each field adds how much likelier its level is for one person than for two strangers; the prior adds the shares of both, and
    what is left are the other explanations of likeness. Fields that speak against the pair stand first, the strongest
    before the weaker; then those that speak for it.
    """
    pair = np.array([first], np.int32), np.array([second], np.int32)
    levels, rarities = (rows[0] for rows in compare_all(pool, *pair, len(groups)))
    records = pool.begin.shape[1] - 1
    joints = np.empty(len(Latent))
    log_joints(model, levels, rarities, joints)
    parts = [Reason(PRIOR, float(model.log_share[Latent.PERSON] - model.log_share[Latent.RANDOM]), -1, 0)]
    for g, name in enumerate(groups):
        level, rarity = int(levels[g]), float(rarities[g])
        if level >= 0:
            slope = model.by_value[Latent.PERSON, g, level] - model.by_value[Latent.RANDOM, g, level]
            nats = model.fixed[Latent.PERSON, g, level] - model.fixed[Latent.RANDOM, g, level] + slope * rarity
            seen = round(records * float(np.exp(rarity))) if rarity < 0 else 0
            parts.append(Reason(name, float(nats), level, seen))
    others = np.logaddexp.reduce(joints[Latent.HOUSEHOLD :]) - joints[Latent.RANDOM]
    parts.append(Reason(RIVALS, -float(others), -1, 0))
    return sorted(parts, key=lambda part: (part.level < 0, part.nats >= 0, -abs(part.nats), part.field))
