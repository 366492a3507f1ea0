"""Layer 2: the gate. Nothing becomes canonical except through here."""
