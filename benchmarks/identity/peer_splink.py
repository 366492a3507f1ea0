"""Splink on DuckDB, run by the peers' Python: `python peer_splink.py TASK.json` writes id_a,id_b,probability.

Comparisons, training order and the recall of .7 are those of its documentation's examples for persons.
"""

import sys

import splink.comparison_library as cl
from peer_tables import Task, read_task, write_pairs
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

SEED = 5
# What Splink's own examples assume that the deterministic rules find.
RECALL = 0.7
U_PAIRS = 5_000_000
LEAST_WRITTEN = 0.0001
# The fuzzy rules of its accuracy example, for small tables; in large ones namesakes would count as matches.
SMALL_RULES = (
    ("given dob", "l.given = r.given and levenshtein(r.dob, l.dob) <= 1"),
    ("surname dob", "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1"),
    ("given surname", "l.given = r.given and levenshtein(r.surname, l.surname) <= 2"),
    ("email", "l.email = r.email"),
    ("number", "l.number = r.number"),
)
LARGE_RULES = (
    ("given surname dob", "l.given = r.given and l.surname = r.surname and l.dob = r.dob"),
    ("given email", "l.given = r.given and l.email = r.email"),
    ("given phone", "l.given = r.given and l.phone = r.phone"),
    ("number", "l.number = r.number"),
)
TRAINED_ON = (("given", "surname"), ("dob",), ("email",))


def comparisons(columns: list[str]) -> list[object]:
    """One comparison a column, names with term frequencies."""
    made = {
        "given": lambda: cl.NameComparison("given").configure(term_frequency_adjustments=True),
        "surname": lambda: cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        "dob": lambda: cl.DateOfBirthComparison(
            "dob", input_is_string=True, datetime_metrics=["month", "year"], datetime_thresholds=[1, 1]
        ),
        "email": lambda: cl.EmailComparison("email"),
        "phone": lambda: cl.DamerauLevenshteinAtThresholds("phone", [1]),
        "number": lambda: cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
        "address": lambda: cl.JaroWinklerAtThresholds("address", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        "city": lambda: cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        "postcode": lambda: cl.DamerauLevenshteinAtThresholds("postcode", [1]).configure(term_frequency_adjustments=True),
    }
    return [made[name]() for name in columns if name in made]


def main(path: str) -> None:
    """Train and predict."""
    task = read_task(path)
    api = DuckDBAPI()
    tables = [api.register(table, dataset_display_name=f"t{at}") for at, table in enumerate(task.tables)]
    settings = SettingsCreator(
        link_type="link_only" if task.is_link else "dedupe_only",
        unique_id_column_name="id",
        comparisons=comparisons(task.columns),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in task.blocking],
    )
    linker = Linker(tables if len(tables) > 1 else tables[0], settings)
    train(linker, task)
    found = linker.inference.predict(threshold_match_probability=LEAST_WRITTEN).as_pandas_dataframe()
    write_pairs(found["id_l"], found["id_r"], found["match_probability"], task.out)


def train(linker: Linker, task: Task) -> None:
    """Prior by deterministic rules, u by sampling, m by EM."""
    has = set(task.columns)
    rules = [rule for needs, rule in (SMALL_RULES if task.is_small else LARGE_RULES) if has.issuperset(needs.split())]
    linker.training.estimate_probability_two_random_records_match(rules, recall=RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED)
    for rule in TRAINED_ON:
        if has.issuperset(rule):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))


if __name__ == "__main__":
    main(sys.argv[1])
