"""Where Chromium is, and how to get it. `python -m tests.chromium` installs Debian's package where that is allowed."""

import os
import shutil
import subprocess
import sys
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A browser of its own for every run: no sandbox (root has none), and nothing that calls home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
)


@cache
def find() -> str:
    """Path of the browser, or an empty string."""
    chosen = os.environ.get("UNIENGINE_CHROMIUM", "")
    return shutil.which(chosen) or "" if chosen else next(filter(None, map(shutil.which, NAMES)), "")


def install() -> str:
    """Install Debian's package; returns why it could not be done, or nothing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "only root on a Debian system can install it"
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]
    return "" if subprocess.run(command, check=False, **quiet).returncode == 0 else "apt-get could not install it"


def main() -> int:
    """Say which browser the flows will use. Never fails: without one they are listed as not run."""
    why_not = "" if find() else install()
    find.cache_clear()
    sys.stdout.write(f"browser: {find() or f'none ({why_not}); the browser flows will be listed as not run'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
