"""One way of scoring a file; each is linear in its evidence, so that each score splits exactly into reasons."""
