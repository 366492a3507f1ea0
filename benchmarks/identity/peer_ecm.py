"""recordlinkage's ECM classifier, run by the peers' Python: `python peer_ecm.py TASK.json` writes id_a,id_b,probability.

Standard blocking, then yes or no a column: Jaro-Winkler of .85 for words, equality for what is exact.
"""

import sys

import pandas as pd
import recordlinkage as rl
from peer_tables import Task, read_task, write_pairs

ALIKE = 0.85
FUZZY = ("given", "surname", "address", "city")
EXACT = ("dob", "email", "phone", "number", "postcode")
# Feature tables are built in parts, so that a long list of candidates needs no more memory than one of them.
PART = 500_000
LEAST_WRITTEN = 0.0025


def main(path: str) -> None:
    """Candidates, comparisons, ECM."""
    task = read_task(path)
    tables = [table.set_index("id") for table in task.tables]
    pairs = candidates(task, tables)
    parts = [compared(task, tables, pairs[at : at + PART]) for at in range(0, len(pairs), PART)]
    features = pd.concat(parts)
    classifier = rl.ECMClassifier()
    classifier.fit(features)
    probability = pd.Series(classifier.prob(features), index=features.index)
    probability = probability[probability >= LEAST_WRITTEN].reset_index()
    first, second, chance = probability.columns
    write_pairs(probability[first], probability[second], probability[chance], task.out)


def candidates(task: Task, tables: list[pd.DataFrame]) -> pd.MultiIndex:
    """All pairs that a blocking rule proposes."""
    found = None
    for rule in task.blocking:
        known = [table.dropna(subset=list(rule)) for table in tables]
        index = rl.Index()
        index.block(left_on=list(rule), right_on=list(rule))
        these = index.index(*known)
        found = these if found is None else found.union(these)
    return found


def compared(task: Task, tables: list[pd.DataFrame], pairs: pd.MultiIndex) -> pd.DataFrame:
    """1 where a column agrees; what is missing does not."""
    compare = rl.Compare()
    for name in task.columns:
        if name in FUZZY:
            compare.string(name, name, method="jarowinkler", threshold=ALIKE, label=name)
        elif name in EXACT:
            compare.exact(name, name, label=name)
    return compare.compute(pairs, *tables).astype("int8")


if __name__ == "__main__":
    main(sys.argv[1])
