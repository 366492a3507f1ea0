"""Cells become values: one file for each kind of value, each a pure function from text to the value or to why not.

Each file names its way of reading and the version of it (`TRANSFORM = "email/1"`); an edge carries that name, so that values
read by an older version can be found and read again.
"""
