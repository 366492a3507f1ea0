"""Layer 5: the composition root. Settings, the local Neo4j, the web application, the command line."""
