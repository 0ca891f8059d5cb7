"""`python -m bench [name ...] [--record]`: measure every goal, or those of the named benches.

Ends with 1 when a goal was missed, 2 when none was missed but some could not be measured here, 0 otherwise.
"""

import argparse
import json
import pkgutil
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import bench
from bench.frame import Figure, table

RECORD = Path(__file__).with_name("recorded.json")
FRAME = {"frame", "one", "__main__"}


def names() -> list[str]:
    """Every bench: the modules of this package that measure something."""
    found = [module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")]
    return sorted(set(found) - FRAME)


def measure(name: str) -> tuple[list[Figure], str]:
    """Figures of one bench, run in a process of its own, or the reason why there are none."""
    done = subprocess.run([sys.executable, "-m", "bench.one", name], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        return [], f"the bench itself failed with {done.returncode}"
    answer = json.loads(done.stdout.splitlines()[-1])
    return [Figure(**figure) for figure in answer["figures"]], answer["not_measured"]


def record(figures: dict[str, list[Figure]]) -> None:
    """Keep the figures of these benches, beside those of the others."""
    kept = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    for name, found in figures.items():
        rows = [asdict(figure) | {"ratio": round(figure.ratio, 4), "met": figure.met} for figure in found]
        kept[name] = {"python": platform.python_version(), "machine": platform.machine(), "figures": rows}
    RECORD.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*names(), []], help="benches to run; all by default")
    parser.add_argument("--record", action="store_true", help=f"write the figures to {RECORD.name}")
    given = parser.parse_args()
    figures: dict[str, list[Figure]] = {}
    missing: dict[str, str] = {}
    for name in given.names or names():
        sys.stderr.write(f"bench {name} ...\n")
        found, why_not = measure(name)
        if found:
            figures[name] = found
        if why_not:
            missing[name] = why_not
    every = [figure for found in figures.values() for figure in found]
    sys.stdout.write(table(every) + "\n")
    for name, why_not in missing.items():
        sys.stdout.write(f"not measured: {name}: {why_not}\n")
    if given.record:
        record(figures)
    missed = [figure.goal for figure in every if not figure.met]
    sys.stdout.write(f"{len(every) - len(missed)} of {len(every)} goals met, {len(missing)} benches not measured\n")
    return 1 if missed or any("failed" in why for why in missing.values()) else 2 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
