"""The graph filter: what goes together in the client-item graph, at one hop and in the leading spectrum.

N = Du^-.3 X Di^-.5 = U S V'; lam = (S / S1)^2; e = exp(-T lam). With x a client's profile:
hop = x N'N / S1^2 + x V [lam (e - 1)] V'; smooth = x Di^-.5 V e V';
score = hop Di^bl + w r smooth Di^b, r = std hop / std smooth.
(GF-CF, Shen et al. 2021, with a sharpened spectrum and popularity given back.)
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix, column_sums, row_sums, scaled_columns, scaled_rows
from gnn.matching.blocks.block import Evidence
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import dense_times_sparse
from gnn.matching.profiles import ALIKE, Memory, profile_matrix
from gnn.matching.spectrum import ITERATIONS, leading

_CLIENT_POWER: Final = -0.3
_ITEM_POWER: Final = -0.5
# Clients from whom the ratio of the two parts' scales is taken: enough for two digits, and never the whole table.
_RATIO_CLIENTS: Final = 128
# The hop's correction lam (e - 1) falls with lam^2: beyond this rank it is below a thousandth of the hop.
_CORRECTED: Final = 256


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What the filter knows of the visible events; the costly part, made once and shared by all settings."""

    table: Interactions
    scaled: Matrix
    values: Floats
    vectors: Floats

    @classmethod
    def of(cls, table: Interactions, rank: int, near: "Spectrum | None" = None) -> "Spectrum":
        """Decompose; `near`, of a table that differs in few events, saves most of the work."""
        matrix = table.matrix
        users = np.maximum(row_sums(matrix), 1) ** np.float32(_CLIENT_POWER)
        items = np.maximum(column_sums(matrix), 1) ** np.float32(_ITEM_POWER)
        scaled = scaled_columns(scaled_rows(matrix, users), items)
        start = near.vectors if near else None
        values, vectors = leading(scaled, rank, iterations=2 if near else ITERATIONS, near=start)
        return cls(table, scaled, values, vectors)

    @cached_property
    def transposed(self) -> Matrix:
        """N' as CSR [items, clients]."""
        return self.scaled.T.tocsr()

    @cached_property
    def squares(self) -> Floats:
        """lam, float32 [rank]: 1 for the greatest."""
        return (self.values / max(float(self.values[0]), 1e-9)) ** 2 if len(self.values) else self.values

    @cached_property
    def taken(self) -> Floats:
        """Di, at least 1: a new item has no division by nought."""
        return np.maximum(self.table.takers, 1)


@dataclass(frozen=True)
class FilterSettings:
    """T `sharpness`, `rank` of the smooth part, w `smooth`, bl `hop_power`, b `smooth_power`, and how history fades."""

    sharpness: float = 0.4
    rank: int = 600
    smooth: float = 0.2
    hop_power: float = 0.2
    smooth_power: float = 0.5
    memory: Memory = ALIKE


@dataclass(frozen=True, eq=False)
class GraphFilter:
    """See above. `now` is the moment of asking, for memories with a half-life."""

    spectrum: Spectrum
    settings: FilterSettings
    now: float | None = None
    evidence: Evidence = Evidence.ITEM

    @property
    def name(self) -> str:
        """With its memory: the other settings stand in the report."""
        return f"graph filter ({self.settings.memory})"

    def profile(self, clients: Ints) -> Matrix:
        """The client's items."""
        return self._profiles[clients]

    @cached_property
    def _profiles(self) -> Matrix:
        return profile_matrix(self.spectrum.table, self.settings.memory, self.now)

    def spread(self, profile: Matrix) -> Floats:
        """Both parts, added up."""
        hop, smooth = self._parts(profile)
        taken, chosen = self.spectrum.taken, self.settings
        hop *= taken ** np.float32(chosen.hop_power)
        smooth *= np.float32(chosen.smooth * self.ratio) * taken ** np.float32(chosen.smooth_power)
        hop += smooth
        return hop

    @cached_property
    def ratio(self) -> float:
        """r: how much larger the hop's scores are."""
        counts = self.spectrum.table.counts
        some = np.flatnonzero(counts)
        some = some[np.linspace(0, len(some) - 1, min(len(some), _RATIO_CLIENTS)).astype(np.int64)] if len(some) else some
        hop, smooth = self._parts(self.profile(some))
        spread = float(smooth.std()) if smooth.size else 0.0
        return float(hop.std()) / spread if spread else 0.0

    def _parts(self, profile: Matrix) -> tuple[Floats, Floats]:
        """hop and smooth without popularity, float32 [n, items] each."""
        sharpness = self.settings.sharpness
        hop = plain_hop(self.spectrum, profile)
        if sharpness:
            hop += hop_correction(self.spectrum, profile, sharpness)
        return hop, smooth_part(self.spectrum, profile, sharpness, slice(0, self.settings.rank))


def plain_hop(known: Spectrum, profile: Matrix) -> Floats:
    """x N'N / S1^2, float32 [n, items]."""
    first = float(known.values[0]) if len(known.values) else 1.0
    return dense_times_sparse((profile @ known.transposed).toarray(), known.scaled) / np.float32(max(first, 1e-9) ** 2)


def hop_correction(known: Spectrum, profile: Matrix, sharpness: float) -> Floats:
    """x V [lam (e - 1)] V', float32 [n, items]."""
    vectors = known.vectors[:, :_CORRECTED]
    gain = (known.squares * np.expm1(-sharpness * known.squares))[:_CORRECTED]
    return np.asarray(((profile @ vectors) * gain) @ vectors.T, np.float32)


def smooth_part(known: Spectrum, profile: Matrix, sharpness: float, ranks: slice) -> Floats:
    """x Di^-.5 V e V' over these ranks of the spectrum, float32 [n, items]; parts of several slices add up."""
    vectors = known.vectors[:, ranks]
    start = scaled_columns(profile, known.taken ** np.float32(_ITEM_POWER))
    return np.asarray(((start @ vectors) * np.exp(-sharpness * known.squares[ranks])) @ vectors.T, np.float32)
