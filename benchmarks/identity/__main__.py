"""`python -m benchmarks.identity`."""

from benchmarks.identity.run import app

app(prog_name="benchmarks.identity")
