"""Writing people, ratings, imports and the stored figures of the skill gap: one transaction, policy, audit row."""
