"""The second pass over the people of a file: who reports to whom, once everybody is known."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from roles.imports.people import UPDATE, Fault, People, PersonPlan, Variant

Node = tuple[str, int]  # ("new", position in the plan) or ("pk", stored person)


def assign_managers(found: People) -> None:
    """Set the managers of `found.plans`. Unknown managers and rings become faults of the variants that name them;
    those people are imported without a manager."""
    _Managers(found).apply()


class _Managers:
    def __init__(self, found: People) -> None:
        self.resolution = found
        self.people = people = found.plans
        self.nodes: list[Node] = [
            ("new", index) if person.pk is None else ("pk", person.pk) for index, person in enumerate(people)
        ]
        self.by_id = {person.employee_id: index for index, person in enumerate(people) if person.employee_id}
        self.by_email = {
            str(person.values["email"]): index for index, person in enumerate(people) if "email" in person.values
        }
        self.found: dict[int, Node] = {}  # position -> manager given by the file

    def apply(self) -> None:
        for variants in self.resolution.groups.values():
            self._resolve(variants)
        for cycle in self._cycles():
            self._report(cycle)
        positions = {node: index for index, node in enumerate(self.nodes)}
        for index, node in self.found.items():
            self.people[index] = self._with_manager(self.people[index], node, positions)

    def _resolve(self, variants: Sequence[Variant]) -> None:
        counts: Counter[Node] = Counter()
        for variant in variants:
            for key, in_file, stored in (
                ("manager_id", self.by_id, self.resolution.by_id),
                ("manager_email", self.by_email, self.resolution.by_email),
            ):
                wanted = variant.values.get(key)
                if not wanted:
                    continue
                if wanted in in_file:
                    counts[self.nodes[in_file[wanted]]] += variant.rows
                elif wanted in stored:
                    counts[("pk", stored[wanted].pk)] += variant.rows
                else:
                    self._unknown(variant, key, wanted)
                    continue
                break
        if counts:
            self.found[variants[0].person] = min(counts, key=lambda node: (-counts[node], self._label(node)))

    def _unknown(self, variant: Variant, key: str, wanted: str) -> None:
        message = (
            f"The manager {wanted} is neither in the file nor known. Import the manager too, or correct "
            "the id; the person is imported without a manager."
        )
        variant.faults.append(Fault(self.resolution.bound.label(key), "manager_unknown", wanted, message, False))

    def _label(self, node: Node) -> str:
        return (
            self.people[node[1]].label
            if node[0] == "new"
            else self.resolution.by_pk[node[1]].employee_id or self.resolution.by_pk[node[1]].email
        )

    def _cycles(self) -> Iterator[list[Node]]:
        """Rings of managers, each once, starting with its first member in the alphabet."""
        above: dict[Node, Node] = {
            ("pk", person.pk): ("pk", person.manager)
            for person in self.resolution.by_pk.values()
            if person.manager is not None
        }
        above.update({self.nodes[index]: manager for index, manager in self.found.items()})
        done: set[Node] = set()
        for start in sorted(above, key=self._label):
            path: dict[Node, int] = {}
            node = start
            while node in above and node not in done and node not in path:
                path[node] = len(path)
                node = above[node]
            if node in path:
                ring = list(path)[path[node] :]
                first = min(range(len(ring)), key=lambda index: self._label(ring[index]))
                yield ring[first:] + ring[:first]
            done.update(path)

    def _report(self, ring: Sequence[Node]) -> None:
        labels = [self._label(node) for node in ring]
        shown = " → ".join([*labels[:12], *(["…"] if len(labels) > 12 else []), labels[0]])
        text = (
            f"{labels[0]} reports to themselves"
            if len(ring) == 1
            else f"These people report to each other in a ring: {shown}"
        )
        members = set(ring)
        for index in [index for index in self.found if self.nodes[index] in members]:
            del self.found[index]
            for variant in self._variants_of(index):
                key = "manager_id" if variant.values.get("manager_id") else "manager_email"
                if value := variant.values.get(key):
                    variant.faults.append(
                        Fault(
                            self.resolution.bound.label(key),
                            "manager_cycle",
                            value,
                            f"{text}. Correct one of the managers; they are imported without.",
                            False,
                        )
                    )

    def _variants_of(self, index: int) -> list[Variant]:
        person = self.people[index]
        for key in (("id", person.employee_id), ("email", str(person.values.get("email", "")))):
            if key in self.resolution.groups:
                return self.resolution.groups[key]
        return []

    def _with_manager(self, person: PersonPlan, node: Node, positions: Mapping[Node, int]) -> PersonPlan:
        manager: int | tuple[str, int] = positions.get(node, ("pk", node[1]))
        stored = self.resolution.by_pk[person.pk].manager if person.pk is not None else None
        if person.pk is None:
            return person._replace(manager=manager)
        if node == ("pk", stored):
            return person
        before = {**person.before, "manager": stored}
        return person._replace(manager=manager, before=before, action=UPDATE)
