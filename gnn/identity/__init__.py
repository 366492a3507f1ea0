"""Who is who in tables of persons, without labels: candidates, latent classes, clusters, reasons."""
