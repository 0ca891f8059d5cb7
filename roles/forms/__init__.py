"""Forms of people and imports: they clean, nothing else."""
