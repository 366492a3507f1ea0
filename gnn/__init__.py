"""Models that propose and never decide: who is one person, which property suits whom. torch is imported only here."""
