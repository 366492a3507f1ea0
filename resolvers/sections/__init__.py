"""The sections of a client, by subject: each is one read, and they run side by side."""
