"""Who is whom, computed from the decisions that stand; what a client shows; and why."""
