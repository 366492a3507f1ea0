"""A seeded client graph with known truth: made-up people, real shapes of trouble."""
