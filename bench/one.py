"""`python -m bench.one NAME`: run one bench and print its figures as JSON on the last line."""

import importlib
import json
import os
import sys
from dataclasses import asdict

from bench.frame import NotMeasured


def main(name: str) -> int:
    module = importlib.import_module(f"bench.{name}")
    figures: list[dict[str, object]] = []
    why_not = ""
    try:
        check_needs(getattr(module, "NEEDS", ""))
        for figure in module.measure():
            figures.append(asdict(figure))  # one by one: what was measured before a NotMeasured counts
    except NotMeasured as error:
        why_not = str(error)
    sys.stdout.write("\n" + json.dumps({"figures": figures, "not_measured": why_not}) + "\n")
    return 0


def check_needs(needs: str) -> None:
    """Raises NotMeasured with what to provide."""
    if "postgresql" in needs and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise NotMeasured("set DATABASE_URL to a PostgreSQL server, postgresql://user@host:5432/name")
    if "redis" in needs and not os.environ.get("REDIS_URL"):
        raise NotMeasured("set REDIS_URL to a Redis server, redis://host:6379/0")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
