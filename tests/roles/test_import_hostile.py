"""What a hostile file cannot do: run as a formula in the spreadsheet of whoever opens the list of problems."""

from roles.selectors.imports import problem_lines
from tests.cast import Cast
from tests.roles.importing import checked, csv_of

FORMULA = '=HYPERLINK("http://elsewhere.example")'


def test_it_neutralises_formulas_in_the_problems_of_a_file(scoped: Cast) -> None:
    quoted = FORMULA.replace('"', '""')
    data = csv_of("Employee ID,Name,Skill,Level", "1,Ann,Pricing,3", f'2,Bob,Pricing,"{quoted}"', "3,Eve,Pricing,4")
    made = checked(scoped.actor(), data)
    assert any(FORMULA in str(cell) for line in problem_lines(made) for cell in line)
    client = scoped.client("owner")
    for start in ("/o/home", "/api/v1/organizations/home"):
        address = f"{start}/imports/{made.pk}/problems.csv"
        text = b"".join(client.get(address)).decode("utf-8-sig")
        assert quoted in text, address
        assert f"'{quoted}" in text, address
        assert f',"{quoted}' not in text, address
        assert "\n=" not in text, address
