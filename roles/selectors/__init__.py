"""Reading people, imports and skill gaps."""
