"""The list says what became of each import and what is next; the match page keeps a wide file's skills together."""

from roles.models import InventoryImport
from tests.cast import Cast
from tests.roles.importing import applied, checked, csv_of, undone, uploaded

FILE = csv_of("Employee ID,Name,Skill,Level", "1,Ana,Negotiation,4", "2,Bo,Writing,3")
WIDE = csv_of(
    "Employee ID,Name," + ",".join(f"Skill {number}" for number in range(20)),
    "1,Ana," + ",".join("4" for _ in range(20)),
    "2,Bo," + ",".join("2" for _ in range(20)),
)


def listed(cast: Cast) -> str:
    return " ".join(cast.client().get("/o/home/imports/").content.decode().split())


def test_it_lists_what_an_import_brought_in(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    page = listed(scoped)
    assert "2 ratings, 2 people" in page
    assert "2 rows" in page
    assert "See the result" in page


def test_it_lists_who_undid_an_import_and_when(scoped: Cast) -> None:
    made = undone(scoped.actor(), applied(scoped.actor(), FILE))
    page = listed(scoped)
    assert f"Undone</span> <small>by {scoped.actor().user.display_name}, {made.undone_at:%-d %b %Y}" in page
    assert "Check it again" in page


def test_it_lists_what_is_next(scoped: Cast) -> None:
    uploaded(scoped.actor(), FILE)
    assert "Match the columns" in listed(scoped)
    checked(scoped.actor(), FILE)
    assert "Look at the check" in listed(scoped)
    uploaded(scoped.actor(), b"%PDF-1.7 ...")
    assert "See why" in listed(scoped)


def test_it_keeps_the_skills_of_a_wide_file_together_below_the_scale(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), WIDE)
    page = match_page(scoped, made)
    assert "<summary>20 columns are skills</summary>" in page
    assert page.index("What the levels mean") < page.index('id="columns-title"') < page.index("20 columns are skills")
    assert page.count('name="field-') == 22


def test_it_offers_another_table_before_the_columns(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), FILE)
    made.found["sheets"] = ["Skills", "Notes"]
    made.save(update_fields=["found"])
    page = match_page(scoped, made)
    assert page.index("The wrong table?") < page.index('id="columns-title"')


def match_page(cast: Cast, made: InventoryImport) -> str:
    return " ".join(cast.client().get(f"/o/home/imports/{made.pk}/columns").content.decode().split())
