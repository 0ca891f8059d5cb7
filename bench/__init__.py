"""Performance goals: what is promised, the floor it is measured against, and what was measured. See bench/README.md."""
