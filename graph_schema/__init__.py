"""Layer 0: the vocabulary. Pure values and declarations; nothing here talks to a database."""
