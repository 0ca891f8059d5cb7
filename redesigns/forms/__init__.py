"""Forms clean, services decide."""
