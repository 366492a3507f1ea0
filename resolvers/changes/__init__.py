"""What changes something: each field passes the gate, once for each idempotency key, and answers what came of it."""
