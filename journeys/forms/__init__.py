"""Forms of the journeys pages. They only clean; services decide."""
