"""`python -m benchmarks.matching`."""

from benchmarks.matching.run import app

app(prog_name="benchmarks.matching")
