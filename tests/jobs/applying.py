"""`python -m tests.jobs.applying SLUG PEOPLE`: prepare an inventory import up to its dry run, start applying it, and
print the id of that job. A worker that runs elsewhere does the work."""

import os
import sys
import time
from io import BytesIO

RATINGS_EACH = 6


def inventory(people: int) -> bytes:
    """A long file: `people` persons with RATINGS_EACH ratings each."""
    rows = ["Employee ID,Name,Department,Market,Skill,Level,Assessed on"]
    for number in range(people):
        start = f"{number:06},Person {number:06},Function {number % 4},Market {number % 3}"
        rows += [f"{start},Skill {skill},{1 + (number + skill) % 5},2024-05-01" for skill in range(RATINGS_EACH)]
    return "\n".join(rows).encode()


def main(slug: str, people: int) -> str:
    import django

    django.setup()
    from roles.services.imports import import_apply_start, import_check_start, import_map, import_upload
    from uniengine.accounts.access import system_actor
    from uniengine.accounts.models import Organization
    from uniengine.kit.scoping import scope

    organization = Organization.objects.create(slug=slug, name=slug)
    actor = system_actor(organization)
    with scope(organization.pk):
        made = import_upload(actor=actor, file=BytesIO(inventory(people)), name="people.csv")
        mapping = {**made.found["suggested"], "new_skills": "add"}
        made = import_map(actor=actor, inventory_import=made, version=made.version, mapping=mapping)
        check = import_check_start(actor=actor, inventory_import=made)
        while check.is_open:
            time.sleep(0.1)
            check.refresh_from_db()
        made.refresh_from_db()
        return import_apply_start(actor=actor, inventory_import=made, version=made.version).pk.hex


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "uniengine.settings"
    sys.stdout.write(main(sys.argv[1], int(sys.argv[2])))
