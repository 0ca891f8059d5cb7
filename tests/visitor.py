"""Somebody at a browser or a script, talking to a real server over HTTP: the main job from signing in to the gap."""

import time
from typing import Any

import requests

from tests.processes import Site, until

WAIT = 90.0


class Visitor:
    """A session with cookies; `call` speaks to the API of one organization."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.organization = ""

    def sign_in(self, email: str, password: str) -> requests.Response:
        """Fill in the form; returns the page one lands on."""
        form = f"{self.address}/account/login/"
        self.session.get(form, timeout=20)
        values = {"login": email, "password": password, "csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        answer = self.session.post(form, data=values, headers={"Referer": form}, timeout=20)
        assert "/account/login" not in answer.url, f"{email} could not sign in: {answer.text}"
        return answer

    def page(self, path: str) -> requests.Response:
        return self.session.get(f"{self.address}/o/{self.organization}/{path}", timeout=30)

    def call(self, method: str, path: str, **options: Any) -> Any:
        """One API request; returns the JSON. Raises AssertionError with the problem document."""
        base = f"{self.address}/api/v1/"
        where = base + (f"organizations/{self.organization}/{path}" if self.organization else path)
        headers = {"X-CSRFToken": self.session.cookies["csrftoken"], "Referer": self.address}
        answer = self.session.request(method, where, headers=headers, timeout=30, **options)
        assert answer.status_code < 400, f"{method} {where}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def finished(self, path: str) -> Any:
        """The answer of `path` once its job is over. Raises AssertionError with what the job says when it failed."""
        end = time.monotonic() + WAIT
        while True:
            found = self.call("GET", path)
            if found["job"] is None or found["job"]["state"] not in ("queued", "running"):
                break
            assert time.monotonic() < end, f"still at work after {WAIT:g} s: {found['job']}"
            time.sleep(0.2)
        assert found["job"] is None or found["job"]["state"] == "succeeded", found["job"]
        return found

    def import_inventory(self, name: str, content: bytes) -> Any:
        """Upload, take the suggested mapping, check, accept the new skills, apply. Returns the finished import."""
        made = self.call("POST", "imports", files={"file": (name, content)}, data={"source": "Workday"})
        at = f"imports/{made['id']}"
        made = self.finished(at)
        mapping = {**made["found"]["suggested"], "new_skills": "add"}
        made = self.call("PUT", f"{at}/mapping", json={"version": made["version"], "mapping": mapping})
        self.call("POST", f"{at}/check", json={"version": made["version"]})
        made = self.finished(at)
        assert made["state"] == "checked", made["error"]
        self.call("POST", f"{at}/apply", json={"version": made["version"]})
        return self.finished(at)


def main_job(site: Site, email: str, password: str, content: bytes) -> tuple[Any, Any]:
    """A new organization with a journey from the template and an inventory; returns (finished import, gap)."""
    visitor = Visitor(site.url)
    visitor.sign_in(email, password)
    visitor.organization = visitor.call("POST", "organizations", json={"name": "Composed Instruments"})["slug"]
    journey = visitor.call("POST", "journeys", json={"name": "Core journey", "template": "b2b"})
    made = visitor.import_inventory("people.csv", content)
    gap = f"journeys/{journey['id']}/gap"
    until(lambda: is_fresh(visitor.call("GET", gap)), WAIT, "a fresh gap after the import")
    for page in ("", "gaps/", "people/", "imports/", f"journeys/{journey['id']}/"):
        answer = visitor.page(page)
        assert answer.status_code == 200, f"{page}: {answer.status_code}"
        assert "Content-Security-Policy" in answer.headers
    return made, visitor.call("GET", gap)


def is_fresh(gap: Any) -> bool:
    return bool(gap["computed_at"]) and not gap["stale"]
