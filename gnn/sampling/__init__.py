"""Neighbours as they were known at a moment: nothing that came later can be drawn."""
