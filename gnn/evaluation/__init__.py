"""One evaluator for every model, so that figures can be compared."""
