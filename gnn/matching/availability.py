"""Which listings could be had at a moment: as known then, not as known now."""

import numpy as np

from gnn.matching.arrays import Bools, Doubles


def available_at(moment: float, since: Doubles, until: Doubles) -> Bools:
    """bool [items]: listed at or before the moment and not yet taken off. `since` and `until` float64 [items], NaN: not said.

    Without a beginning it was always there; without an end it still is. What is taken off at the moment itself is gone.
    """
    begun = np.isnan(since) | (since <= moment)
    ended = ~np.isnan(until) & (until <= moment)
    return np.asarray(begun & ~ended, bool)


def available_for(moments: Doubles, since: Doubles, until: Doubles) -> Bools:
    """The same for many moments at once, bool [moments, items]."""
    begun = np.isnan(since)[None, :] | (since[None, :] <= moments[:, None])
    ended = ~np.isnan(until)[None, :] & (until[None, :] <= moments[:, None])
    return np.asarray(begun & ~ended, bool)
