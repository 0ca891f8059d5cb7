"""Typed readers for environment variables: a wrong value stops the start with a sentence that says what to set."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PREFIX = "UNIENGINE_"


class SettingError(Exception):
    """A setting is missing, mistyped or unsafe."""


@dataclass
class Environment:
    """Reads values and remembers which names exist, so that a mistyped name can be refused."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)
    known: set[str] = field(default_factory=set)

    def text(self, name: str, default: str = "") -> str:
        self.known.add(name)
        return self.values.get(name, default).strip()

    def flag(self, name: str, default: bool = False) -> bool:
        raw = self.text(name, "yes" if default else "no").lower()
        if raw in {"1", "yes", "true", "on"}:
            return True
        if raw in {"0", "no", "false", "off", ""}:
            return False
        raise SettingError(f"{name} is '{raw}'. Set it to yes or no.")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        raw = self.text(name, str(default))
        try:
            value = int(raw)
        except ValueError:
            raise SettingError(f"{name} is '{raw}'. Set it to a whole number.") from None
        if not low <= value <= high:
            raise SettingError(f"{name} is {value}. It must lie between {low} and {high}.")
        return value

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw not in choices:
            raise SettingError(f"{name} is '{raw}'. Choose one of: {', '.join(choices)}.")
        return raw

    def names(self, name: str, default: str = "") -> list[str]:
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def refuse_unknown(self) -> None:
        """A mistyped UNIENGINE_ name would silently keep a default; refuse it instead."""
        unknown = sorted(n for n in self.values if n.startswith(PREFIX) and n not in self.known)
        if unknown:
            raise SettingError(f"Unknown setting {', '.join(unknown)}. Known: {', '.join(sorted(self.known))}.")


def database(url: str) -> dict[str, object]:
    """Django database settings of a postgresql:// or sqlite:/// address."""
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            # Under ASGI a persistent connection per thread is never given back; the pool is.
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 20}},
        }
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            # IMMEDIATE takes the write lock at BEGIN: read-then-write transactions wait instead of failing.
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    raise SettingError(f"DATABASE_URL starts with '{parts.scheme}'. Use postgresql:// or sqlite:///.")
