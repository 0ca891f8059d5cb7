"""Pages of people, imports and skill gaps."""
