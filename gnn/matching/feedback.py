"""What speaks against an item: it was discarded, or shown and not chosen. Only what was known before a moment counts."""

from dataclasses import dataclass

import numpy as np

from gnn.matching.arrays import Bools, Doubles, Ints, Matrix, csr


@dataclass(frozen=True, eq=False)
class Pairs:
    """Client, item and time of something that happened, [n] each."""

    client: Ints
    item: Ints
    time: Doubles

    def kept(self, keep: Bools) -> "Pairs":
        """Those where `keep` [n] holds."""
        return Pairs(self.client[keep], self.item[keep], self.time[keep])


def shown_not_chosen(shown: Pairs, chosen: Pairs, *, now: float, patience: float) -> Pairs:
    """Showings before `now` that the client let pass: not chosen at the showing or within `patience` after it.

    A showing whose patience is not over at `now` says nothing yet. Choices at or after `now` are not looked at.
    """
    decided = shown.kept(shown.time + patience < now)
    known = chosen.kept(chosen.time < now)
    width = 1 + int(max(_greatest(decided.item), _greatest(known.item)))
    order = np.lexsort((known.time, known.client * width + known.item))
    keys, times = (known.client * width + known.item)[order], known.time[order]
    wanted = decided.client * width + decided.item
    taken = np.array(
        [_is_between(times[np.searchsorted(keys, key) : np.searchsorted(keys, key, "right")], at, at + patience)
         for key, at in zip(wanted, decided.time, strict=True)],
        bool,
    )  # fmt: skip
    return decided.kept(~taken)


def standing_discards(marks: Pairs, is_discard: Bools, *, now: float) -> Pairs:
    """Discards that stand at `now`: of each client's marks on an item before it, the last one is a discard.

    Of marks at the same time the later in the arrays counts as the last.
    """
    before = marks.time < now
    marks, is_discard = marks.kept(before), is_discard[before]
    order = np.lexsort((marks.time, marks.item, marks.client))
    client, item = marks.client[order], marks.item[order]
    is_last = np.ones(len(order), bool)
    is_last[:-1] = (client[1:] != client[:-1]) | (item[1:] != item[:-1])
    return marks.kept(np.sort(order[is_last & is_discard[order]]))


def disliked_matrix(clients: int, items: int, *against: Pairs) -> Matrix:
    """1 where anything speaks against the item, CSR [clients, items]."""
    rows = np.concatenate([pairs.client for pairs in against])
    columns = np.concatenate([pairs.item for pairs in against])
    return csr(rows, columns, (clients, items))


def _greatest(numbers: Ints) -> int:
    return int(numbers.max()) if len(numbers) else 0


def _is_between(times: Doubles, since: float, until: float) -> bool:
    return bool(np.any((times >= since) & (times <= until)))
