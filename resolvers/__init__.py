"""Layer 4: GraphQL. Short fields; no Cypher and no policy."""
