"""The types of the API, grouped by subject."""
