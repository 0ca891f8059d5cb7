"""REST API of people, imports and skill gaps."""
