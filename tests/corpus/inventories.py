"""Proper tables with improper content."""

from tests.corpus.case import Case, errors, fine, refused

HEAD = "Employee ID,Skill,Level,Last Updated\n"


def rows(*lines: str, head: str = HEAD) -> bytes:
    return (head + "".join(f"{line}\n" for line in lines)).encode()


GOOD = tuple(f"{n:03},Negotiation,{n % 5 + 1},2021-06-28" for n in range(1, 61))


def levels(*bad: str) -> bytes:
    return rows(*GOOD, *(f"{900 + n},Writing,{value},2021-06-28" for n, value in enumerate(bad)))


def people(*lines: str) -> bytes:
    return rows(*lines, head="Employee ID,Name,Email,Manager ID,FTE,Start date\n")


def wide(header: str, *lines: str) -> bytes:
    return rows(*lines, head=f"{header}\n")


INVENTORIES: tuple[Case, ...] = (
    refused("no person column", "hr.csv", lambda: rows("Negotiation,3", head="Skill,Level\n"), "no_person_column"),
    refused(
        "only names of people",
        "hr.csv",
        lambda: rows("Ann Lee,Negotiation,3", head="Name,Skill,Level\n"),
        "no_person_column",
    ),
    refused(
        "no level column", "hr.csv", lambda: rows("001,Negotiation", head="Employee ID,Skill\n"), "no_level_column"
    ),
    fine("no skill column", lambda: rows("001,3", head="Employee ID,Level\n"), people=1, ratings=0),
    errors("level 7", lambda: levels("7"), "level_out_of_range", people=61, ratings=60),
    errors("negative level", lambda: levels("-1"), "level_out_of_range", people=61, ratings=60),
    errors("level between two", lambda: levels("3.5", "2,5".replace(",", ".")), "level_between", people=62, ratings=60),
    errors("level not a number", lambda: levels("NaN", "nan"), "level_unknown", people=62, ratings=60),
    errors("infinite level", lambda: levels("inf", "-inf", "Infinity"), "level_unknown", people=63, ratings=60),
    errors("enormous level", lambda: levels("1e308", "9" * 400), "level_unknown", people=62, ratings=60),
    errors("level as a date", lambda: levels("2021-03-04", "04-Mar"), "level_unknown", people=62, ratings=60),
    errors("level as a formula", lambda: levels("=2+2", "=cmd|' /C calc'!A0"), "level_unknown", people=62, ratings=60),
    fine("blank levels", lambda: levels("", " ", "n/a", "-"), people=64, ratings=60),
    errors("id turned into a number", lambda: rows("1.0E+5,Negotiation,3,"), "id_is_number", people=0, ratings=0),
    errors(
        "row without a person", lambda: rows("001,Negotiation,3,", ",Writing,4,"), "person_missing", people=1, ratings=1
    ),
    errors(
        "level without a skill", lambda: rows("001,Negotiation,3,", "002,,4,"), "skill_missing", people=2, ratings=1
    ),
    fine("person without a skill", lambda: rows("001,Negotiation,3,", "002,,,"), people=2, ratings=1),
    errors(
        "endless skill name",
        lambda: rows("001,Negotiation,3,", f"002,{'long ' * 60},4,"),
        "text_too_long",
        people=2,
        ratings=1,
    ),
    errors(
        "endless id",
        lambda: rows("001,Negotiation,3,", f"{'9' * 200},Writing,4,"),
        "text_too_long",
        people=1,
        ratings=1,
    ),
    errors(
        "impossible date",
        lambda: rows("001,Negotiation,3,2021-06-28", "002,Writing,4,2021-02-30"),
        "date_invalid",
        people=2,
        ratings=1,
    ),
    errors(
        "date in the future",
        lambda: rows("001,Negotiation,3,2021-06-28", "002,Writing,4,2999-01-01"),
        "date_future",
        people=2,
        ratings=1,
    ),
    errors(
        "date before anybody",
        lambda: rows("001,Negotiation,3,2021-06-28", "002,Writing,4,1900-01-00"),
        "date_invalid",
        people=2,
        ratings=1,
    ),
    errors(
        "days and months mixed up",
        lambda: rows("001,Negotiation,3,28/06/2021", "002,Writing,4,06/28/2021", "003,Writing,4,03/04/2021"),
        "date_unclear",
        people=3,
        ratings=2,
    ),
    errors(
        "same rating twice, two levels",
        lambda: rows("001,Negotiation,3,2021-06-28", "001,negotiation,4,2021-06-28", "001,Writing,2,"),
        "rating_conflict",
        people=1,
        ratings=1,
    ),
    fine(
        "same rating twice, one level",
        lambda: rows("001,Negotiation,3,2021-06-28", "001,Negotiation,3,2021-06-28"),
        people=1,
        ratings=1,
    ),
    fine(
        "same rating twice, two dates",
        lambda: rows("001,Negotiation,3,2021-06-28", "001,Negotiation,4,2020-06-28"),
        people=1,
        ratings=1,
    ),
    errors(
        "ring of managers",
        lambda: people("1,Ann,,2,,", "2,Bob,,3,,", "3,Cid,,1,,", "4,Dee,,1,,"),
        "manager_cycle",
        people=4,
        ratings=0,
    ),
    errors("own manager", lambda: people("1,Ann,,1,,"), "manager_cycle", people=1, ratings=0),
    errors("unknown manager", lambda: people("1,Ann,,99,,", "2,Bob,,1,,"), "manager_unknown", people=2, ratings=0),
    errors("no e-mail address", lambda: people("1,Ann,ann at example,,,"), "email_invalid", people=1, ratings=0),
    errors(
        "one e-mail for two",
        lambda: people("1,Ann,a@example.com,,,", "2,Bob,A@example.com,,,"),
        "email_shared",
        people=2,
        ratings=0,
    ),
    errors(
        "impossible FTE",
        lambda: people("1,Ann,,,1.7,", "2,Bob,,,0.5,", "3,Cid,,,none,"),
        "fte_invalid",
        people=3,
        ratings=0,
    ),
    errors(
        "wide: one bad cell",
        lambda: wide("Emp #,Selling,Writing,Planning", *(f"{n},3,4,5" for n in range(1, 30)), "30,9,x,5"),
        "level_out_of_range",
        "level_unknown",
        people=30,
        ratings=88,
    ),
    errors(
        "wide: a skill twice, two levels",
        lambda: wide("Emp #,Selling,Writing,Planning,Selling", *(f"{n},3,4,5,3" for n in range(1, 30)), "30,3,4,5,1"),
        "rating_conflict",
        people=30,
        ratings=89,
    ),
    fine(
        "wide: a skill twice, one level",
        lambda: wide("Emp #,Selling,Writing,Planning,Selling", "1,3,4,5,3"),
        people=1,
        ratings=3,
    ),
    fine(
        "two columns of one name",
        lambda: rows("001,Negotiation,3,note", head="Employee ID,Skill,Level,Level\n"),
        people=1,
        ratings=1,
    ),
    fine("total row", lambda: rows("001,Negotiation,3,", "Total,,1,"), people=1, ratings=1),
    fine("footer", lambda: rows("001,Negotiation,3,", "Report generated on Monday,,,"), people=1, ratings=1),
    errors(
        "raters nobody knows",
        lambda: rows(
            "1,Selling,3,Manager",
            "2,Selling,3,Self",
            "3,Selling,3,The oracle",
            head="Employee ID,Skill,Level,Rated by\n",
        ),
        "rater_unknown",
        people=3,
        ratings=2,
    ),
    fine(
        "script in a name",
        lambda: people("1,<script>alert(1)</script>,,,,", "2,=1+1,,,,", "3,Robert'); DROP TABLE people;--,,,,"),
        people=3,
        ratings=0,
    ),
)
