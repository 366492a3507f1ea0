"""Which records are one person, given scores, decisions and constraints; what cannot be satisfied is one review."""
