"""Text files that are damaged, or that mean harm."""

from tests.corpus.case import Case, errors, fine, refused

HEAD = "Employee ID,Skill,Level,Last Updated\n"
GOOD = HEAD + "001,Negotiation,3,2021-06-28\n002,Writing,4,2021-06-28\n"


def wide_of_16k() -> bytes:
    return ("Employee ID," + ",".join(f"Skill {n}" for n in range(16_384)) + "\n" + "1" + ",3" * 16_384 + "\n").encode()


def one_long_line() -> bytes:
    return b"Employee ID,Skill,Level " * 420_000


def huge() -> bytes:
    """200 MB without a single line break."""
    return b"0123456789" * 20_000_000


def open_quote() -> bytes:
    return (HEAD + '001,"Negotiation,3,2021-06-28\n' + "002,Writing,4,2021-06-28\n" * 5).encode()


def open_quote_in_long_file() -> bytes:
    return (HEAD + '001,"Negotiation,3,2021-06-28\n' + "002,Writing,4,2021-06-28\n" * 5_000).encode()


def mixed_delimiters() -> bytes:
    return (GOOD + "003;Writing;4;2021-06-28\n004\tWriting\t4\t2021-06-28\n").encode()


TEXTS: tuple[Case, ...] = (
    refused("empty", "hr.csv", lambda: b"", "empty"),
    refused("only a byte order mark", "hr.csv", lambda: b"\xef\xbb\xbf", "empty"),
    refused("only a utf-16 mark", "hr.csv", lambda: b"\xff\xfe", "empty"),
    refused("only blank lines", "hr.csv", lambda: b"\r\n" * 500, "empty"),
    refused("only delimiters", "hr.csv", lambda: b",,,,\n,,,,\n", "empty"),
    refused("only a header", "hr.csv", lambda: HEAD.encode(), "no_rows"),
    refused("no header", "hr.csv", lambda: b"1,2,3\n4,5,6\n", "no_header"),
    refused(
        "prose", "notes.txt", lambda: b"Dear all,\nplease find the list below.\n2021\n", "no_person_column", "no_header"
    ),
    refused("zero bytes", "hr.csv", lambda: GOOD.encode().replace(b"Writing", b"Wri\0ing"), "nul"),
    refused("only zero bytes", "hr.csv", lambda: b"\0" * 4096, "nul", "binary"),
    refused("control characters", "hr.csv", lambda: bytes(range(1, 9)) * 512, "binary"),
    refused("16,384 columns", "hr.csv", wide_of_16k, "too_many_columns"),
    refused("10 MB in one line", "hr.csv", one_long_line, "line_too_long", "cell_too_long"),
    refused("200 MB in one line", "hr.csv", huge, "line_too_long", "cell_too_long", slow=True),
    refused("open quote", "hr.csv", open_quote, "open_quote"),
    refused("open quote in a long file", "hr.csv", open_quote_in_long_file, "cell_too_long"),
    refused(
        "cell of 40,000 characters",
        "hr.csv",
        lambda: (GOOD + "003," + "x" * 40_000 + ",3,\n").encode(),
        "cell_too_long",
    ),
    refused(
        "utf-8 with a broken character",
        "hr.csv",
        lambda: (GOOD * 9).replace("Writing", "Übung").encode()[:-9] + b"\xff\n",
        "encoding_damaged",
    ),
    refused(
        "marked utf-8 that is not",
        "hr.csv",
        lambda: b"\xef\xbb\xbf" + GOOD.encode() + b"003,\xe9t\xe9,3,\n",
        "encoding_damaged",
    ),
    refused("utf-16 cut in the middle", "hr.csv", lambda: GOOD.encode("utf-16")[:-1], "encoding_damaged"),
    refused(
        "utf-16 with half a pair", "hr.csv", lambda: GOOD.encode("utf-16") + b"\x00\xd8\x41\x00", "encoding_damaged"
    ),
    refused("utf-32", "hr.csv", lambda: GOOD.encode("utf-32"), "encoding_unsupported"),
    refused("utf-32 named txt", "hr.txt", lambda: GOOD.encode("utf-32-le"), "nul", "binary", "encoding_unsupported"),
    refused("a byte no encoding has", "hr.csv", lambda: GOOD.encode() + b"003,\x81\x8d\x8f,3,\n", "encoding_damaged"),
    errors("mixed delimiters", mixed_delimiters, "id_is_row", people=2, ratings=2),
    errors(
        "more cells than columns",
        lambda: (GOOD + "003,Planning, Agile,3,2021-06-28\n").encode(),
        "too_many_cells",
        people=2,
        ratings=2,
    ),
    fine("header twice", lambda: (GOOD + HEAD + "003,Writing,5,\n").encode(), people=3, ratings=3),
    fine("old Mac line ends", lambda: GOOD.replace("\n", "\r").encode(), people=2, ratings=2),
    fine("csv named xlsx", GOOD.encode, people=2, ratings=2, filename="hr.xlsx"),
    fine("no line end at the end", lambda: GOOD.strip().encode(), people=2, ratings=2),
    fine("utf-16 without a mark", lambda: GOOD.encode("utf-16-le"), people=2, ratings=2),
    fine("blank lines between rows", lambda: GOOD.replace("\n", "\n\n\r\n").encode(), people=2, ratings=2),
    fine(
        "spaces and no-break spaces",
        lambda: GOOD.replace("001", " 001\u00a0").replace("Writing", "  Writing ").encode(),
        people=2,
        ratings=2,
    ),
)
