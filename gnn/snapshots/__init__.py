"""The graph as of a moment, as files: what models are trained on and propose from, without the database."""
