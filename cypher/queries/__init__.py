"""Typed bindings of the .cypher files, grouped by subject."""
