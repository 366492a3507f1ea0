"""Who is who, measured beside peers."""
