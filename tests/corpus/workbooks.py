"""Workbooks made by hand, so that they can be as wrong as no program would make them."""

import io
import zipfile

from tests.corpus.case import Case, errors, fine, refused
from tests.corpus.foreign import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
HEADER = ("Employee ID", "Skill", "Level")
GOOD = (HEADER, ("001", "Negotiation", 3), ("002", "Writing", 4))


def cell(reference: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def sheet(rows: tuple[tuple[object, ...], ...], extra: str = "", after: str = "") -> str:
    """A worksheet of rows from A1; `extra` goes in after the rows, `after` behind the data (merged cells)."""
    body = "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{chr(65 + index)}{number}", value) for index, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{body}{extra}</sheetData>{after}</worksheet>'


def parts(*sheets: str, states: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The parts of a workbook with these worksheets; `states`: visible, hidden or veryHidden."""
    shown = [*states, *["visible"] * (len(sheets) - len(states))]
    listed = "".join(
        f'<sheet name="Sheet{n}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, state in enumerate(shown, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="rId99" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    kinds = f'<Default Extension="xml" ContentType="application/xml"/>{kinds}'
    start = f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/>'
    found = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">{kinds}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{start}</Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }
    found.update({f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets, start=1)})
    return {name: text.encode() for name, text in found.items()}


def book(*sheets: str, states: tuple[str, ...] = (), **more: bytes) -> bytes:
    return zipped({**parts(*sheets, states=states), **more})


def sparse() -> bytes:
    return book(sheet(GOOD, extra='<row r="1048576">' + cell("XFD1048576", 1) + "</row>"))


def sparse_in_disguise() -> bytes:
    """The far cell's reference is written with single quotes and an entity, to slip past a look at the text."""
    return book(sheet(GOOD, extra="<row r='1048576'><c r='&#88;FD1048576'><v>1</v></c></row>"))


def tall_and_thin() -> bytes:
    return book(sheet(GOOD, extra='<row r="1048576">' + cell("AZ1048576", 1) + "</row>"))


def bomb_of_zeros() -> bytes:
    return book(sheet(GOOD), **{"xl/media/image1.png": b"\0" * 40_000_000})


def bomb_of_parts() -> bytes:
    """Each part stays under the ratio by a layer of noise, together they unpack to more than is allowed."""
    noise = bytes(range(256)) * 40
    return book(
        sheet(GOOD),
        **{f"xl/media/{n}.bin": b"".join(bytes([n, i % 251]) + noise for i in range(200)) for n in range(160)},
    )


def lying_sizes() -> bytes:
    """The directory says the sheet has 100 bytes; it has more."""
    data = bytearray(book(sheet((*GOOD, *((f"{n:03}", "Writing", 3) for n in range(3, 90))))))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        size = int.from_bytes(data[at + 28 : at + 30], "little")
        if data[at + 46 : at + 46 + size] == b"xl/worksheets/sheet1.xml":
            data[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at += 4
    return bytes(data)


def laughs(target: str) -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    found = {name: data.decode() for name, data in parts(sheet(GOOD)).items()}
    if target == "xl/sharedStrings.xml":
        found[target] = f'{XML}<!DOCTYPE x [{entities}]><sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>'
        found["xl/worksheets/sheet1.xml"] = sheet(GOOD).replace(
            '<c r="A2" t="inlineStr"><is><t>001</t></is></c>', '<c r="A2" t="s"><v>0</v></c>'
        )
    else:
        found[target] = (
            found[target]
            .replace(XML, f"{XML}<!DOCTYPE x [{entities}]>")
            .replace("Writing", "&a9;")
            .replace("Sheet1", "&a9;")
        )
    return zipped({name: text.encode() for name, text in found.items()})


def outside_entity() -> bytes:
    found = parts(sheet(GOOD))
    found["xl/worksheets/sheet1.xml"] = (
        found["xl/worksheets/sheet1.xml"]
        .replace(XML.encode(), f'{XML}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'.encode())
        .replace(b"Writing", b"&e;")
    )
    return zipped(found)


def deep_xml() -> bytes:
    return book(sheet(GOOD, extra="<row>" + "<c><is>" * 100_000 + "</is></c>" * 100_000 + "</row>"))


def shared_strings_amplified() -> bytes:
    """One text of 30,000 characters, used in 12,000 cells: 360 MB of text from a small file."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(2, 6_002)
    )
    strings = f'{XML}<sst xmlns="{MAIN}"><si><t>{"lorem ipsum " * 2_500}</t></si></sst>'
    return book(sheet((HEADER,), extra=rows), **{"xl/sharedStrings.xml": strings.encode()})


def missing_string() -> bytes:
    strings = f'{XML}<sst xmlns="{MAIN}"><si><t>one</t></si></sst>'
    return book(
        sheet(GOOD).replace('<c r="A2" t="inlineStr"><is><t>001</t></is></c>', '<c r="A2" t="s"><v>4000000000</v></c>'),
        **{"xl/sharedStrings.xml": strings.encode()},
    )


def without(name: str) -> bytes:
    found = parts(sheet(GOOD))
    del found[name]
    return zipped(found)


def damaged_sheet() -> bytes:
    data = bytearray(book(sheet(GOOD)))
    start = data.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    data[start + 20 : start + 60] = b"\xff" * 40
    return bytes(data)


def climbing_names() -> bytes:
    return book(sheet(GOOD), **{"../../../../etc/cron.d/x": b"* * * * * root true\n"})


def many_entries() -> bytes:
    return book(sheet(GOOD), **{f"xl/media/{n}.txt": b"x" for n in range(10_000)})


def encrypted_entry() -> bytes:
    data = bytearray(book(sheet(GOOD)))
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            data[at + flags] |= 1
            at += 4
    return bytes(data)


def everything_merged() -> bytes:
    return book(sheet(GOOD, after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'))


def thousands_of_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:A{n + 9_000}"/>' for n in range(2, 4_000))
    rows = "".join(
        f'<row r="{n}">{cell(f"A{n}", f"{n:05}")}{cell(f"B{n}", "Writing")}{cell(f"C{n}", 3)}</row>'
        for n in range(2, 4_000)
    )
    return book(sheet((HEADER,), extra=rows, after=f"<mergeCells>{merges}</mergeCells>"))


def date_levels() -> bytes:
    """Levels such as 3-4 that a spreadsheet turned into days."""
    formats = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    styles = f'{XML}<styleSheet xmlns="{MAIN}">{formats}</styleSheet>'
    text = sheet((*GOOD, ("003", "Writing", "x"))).replace(
        '<c r="C4" t="inlineStr"><is><t>x</t></is></c>', '<c r="C4" s="1"><v>44258</v></c>'
    )
    found = parts(text)
    found["xl/_rels/workbook.xml.rels"] = found["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId98" Type="{RELS}/styles" Target="styles.xml"/></Relationships>'.encode(),
    )
    return zipped({**found, "xl/styles.xml": styles.encode()})


def formulas() -> bytes:
    text = sheet(GOOD).replace('<c r="C3"><v>4</v></c>', '<c r="C3"><f>2+2</f><v>4</v></c>')
    return book(text.replace("Negotiation", "=HYPERLINK(&quot;http://evil&quot;)"))


def stored_twice() -> bytes:
    """Two entries of one name: programs disagree which counts."""
    out = io.BytesIO(book(sheet(GOOD)))
    with zipfile.ZipFile(out, "a") as archive:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("xl/worksheets/sheet1.xml", sheet(GOOD).encode())
    return out.getvalue()


WORKBOOKS: tuple[Case, ...] = (
    refused("sparse sheet", "hr.xlsx", sparse, "too_many_columns"),
    refused("sparse sheet in disguise", "hr.xlsx", sparse_in_disguise, "workbook_too_heavy", "damaged_workbook"),
    refused("sparse sheet, few columns", "hr.xlsx", tall_and_thin, "sheet_too_large"),
    refused("zip bomb", "hr.xlsx", bomb_of_zeros, "workbook_too_heavy"),
    refused("zip bomb in many parts", "hr.xlsx", bomb_of_parts, "workbook_too_heavy", slow=True),
    refused("sizes that lie", "hr.xlsx", lying_sizes, "damaged_workbook", "workbook_too_heavy"),
    refused(
        "entity bomb in the sheet",
        "hr.xlsx",
        lambda: laughs("xl/worksheets/sheet1.xml"),
        "damaged_workbook",
        "workbook_too_heavy",
    ),
    refused(
        "entity bomb in the workbook",
        "hr.xlsx",
        lambda: laughs("xl/workbook.xml"),
        "damaged_workbook",
        "workbook_too_heavy",
    ),
    refused(
        "entity bomb in the strings",
        "hr.xlsx",
        lambda: laughs("xl/sharedStrings.xml"),
        "damaged_workbook",
        "workbook_too_heavy",
    ),
    refused("entity that reads a file", "hr.xlsx", outside_entity, "damaged_workbook"),
    refused("deeply nested sheet", "hr.xlsx", deep_xml, "damaged_workbook", "workbook_too_heavy"),
    refused("one text in 12,000 cells", "hr.xlsx", shared_strings_amplified, "workbook_too_heavy", slow=True),
    refused("text that is not in the list", "hr.xlsx", missing_string, "damaged_workbook", "workbook_too_heavy"),
    refused("no workbook part", "hr.xlsx", lambda: without("xl/workbook.xml"), "not_a_workbook"),
    refused("no sheet part", "hr.xlsx", lambda: without("xl/worksheets/sheet1.xml"), "no_sheet", "damaged_workbook"),
    refused("no links part", "hr.xlsx", lambda: without("xl/_rels/workbook.xml.rels"), "damaged_workbook"),
    refused("truncated", "hr.xlsx", lambda: book(sheet(GOOD))[:600], "damaged_workbook"),
    refused("two bytes of a zip", "hr.xlsx", lambda: b"PK", "damaged_workbook"),
    refused(
        "damaged in the middle",
        "hr.xlsx",
        damaged_sheet,
        "damaged_workbook",
    ),
    refused("names that climb out", "hr.xlsx", climbing_names, "unsafe_workbook"),
    refused("10,000 entries", "hr.xlsx", many_entries, "workbook_too_heavy"),
    refused("encrypted entries", "hr.xlsx", encrypted_entry, "encrypted"),
    refused(
        "only hidden sheets",
        "hr.xlsx",
        lambda: book(sheet(GOOD), sheet(GOOD), states=("hidden", "veryHidden")),
        "no_sheet",
    ),
    refused("empty sheet", "hr.xlsx", lambda: book(sheet(())), "empty"),
    refused("no sheets", "hr.xlsx", lambda: zipped(parts()), "no_sheet", "damaged_workbook"),
    refused("sheet that is no xml", "hr.xlsx", lambda: book("not xml at all <<<"), "damaged_workbook", "empty"),
    refused(
        "everything merged", "hr.xlsx", everything_merged, "no_header", "no_rows", "no_person_column", "field_twice"
    ),
    refused("thousands of merged ranges", "hr.xlsx", thousands_of_merges, "workbook_too_heavy"),
    refused(
        "cell of 33,000 characters", "hr.xlsx", lambda: book(sheet((*GOOD, ("003", "x" * 33_000, 3)))), "cell_too_long"
    ),
    errors("levels turned into days", date_levels, "level_unknown", people=3, ratings=2, filename="hr.xlsx"),
    fine("formulas", formulas, people=2, ratings=2, filename="hr.xlsx"),
    fine("workbook named csv", lambda: book(sheet(GOOD)), people=2, ratings=2),
    fine("one part stored twice", stored_twice, people=2, ratings=2, filename="hr.xlsx"),
    fine("no strings part", lambda: book(sheet(GOOD)), people=2, ratings=2, filename="hr.xlsx"),
)
