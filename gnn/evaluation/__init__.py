"""One evaluator for both heads: the same figures in every table."""
