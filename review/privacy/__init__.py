"""What people's rights ask of the graph: export, erasure, suppression, consent."""
