"""Pages of the journeys app: fetch, clean, call, render."""
