"""A file that is wrong in every cell fills neither memory nor database with its problems."""

from journeys.sheet.reading import MOST_PROBLEMS, read_part


def test_it_stops_at_a_file_that_is_wrong_everywhere() -> None:
    wide = 100
    header = ["Activity", *(f"Hours: Market {number}" for number in range(wide))]
    rows = [(1, header), *((line, [f"Do {line}", *["no number"] * wide]) for line in range(2, 1_000))]
    found = read_part("main", rows)
    assert len(found.problems) == MOST_PROBLEMS + 1
    assert found.problems[-1].code == "too_many_problems"
    assert found.rows < 200
