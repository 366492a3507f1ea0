"""Layer 1: every query as a .cypher file, and the only door to Neo4j."""
