"""Proposals of items beside peers: public data, the demo graph's cut in time, and a ladder of sizes."""
