"""The trained storey of matching: a graph net over clients and listings that joins the blend only where it wins."""
