"""Files that are something else than a table."""

import gzip
import io
import struct
import zipfile
import zlib

from tests.corpus.case import Case, refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def old_excel() -> bytes:
    return OLE + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 1024


def encrypted_excel() -> bytes:
    return (
        OLE + b"\0" * 504 + "EncryptionInfo".encode("utf-16-le") + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le")
    )


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def web_page() -> bytes:
    return b"<html><body><table><tr><td>Employee ID</td><td>Skill</td></tr></table></body></html>"


def spreadsheet_xml() -> bytes:
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'


def random_bytes() -> bytes:
    state, out = 1, bytearray()
    for _ in range(20_000):
        state = (state * 1103515245 + 12345) % 2**31
        out.append(state >> 16 & 255)
    return b"X" + bytes(out)


FOREIGN: tuple[Case, ...] = (
    refused("pdf", "inventory.pdf", pdf, "not_a_table_pdf"),
    refused("pdf named csv", "inventory.csv", pdf, "not_a_table_pdf"),
    refused("png", "inventory.png", png, "not_a_table_image"),
    refused("png named xlsx", "inventory.xlsx", png, "not_a_table_image"),
    refused("jpeg", "photo.csv", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 64, "not_a_table_image"),
    refused("word document", "cv.docx", lambda: zipped({"word/document.xml": b"<w/>"}), "not_a_table_document"),
    refused("presentation", "deck.xlsx", lambda: zipped({"ppt/presentation.xml": b"<p/>"}), "not_a_table_document"),
    refused("open document", "hr.ods", lambda: zipped({"mimetype": b"x", "content.xml": b"<o/>"}), "open_document"),
    refused("binary workbook", "hr.xlsb", lambda: zipped({"xl/workbook.bin": b"\0"}), "xlsb"),
    refused("zip of a csv", "hr.zip", lambda: zipped({"hr.csv": b"a,b\n1,2\n"}), "not_a_workbook"),
    refused("empty zip", "hr.xlsx", lambda: zipped({}), "not_a_workbook"),
    refused("old excel", "hr.xls", old_excel, "old_excel"),
    refused("old excel named xlsx", "hr.xlsx", old_excel, "old_excel"),
    refused("encrypted workbook", "hr.xlsx", encrypted_excel, "encrypted"),
    refused("web page named xls", "hr.xls", web_page, "not_a_table_markup"),
    refused("xml spreadsheet", "hr.xml", spreadsheet_xml, "not_a_table_markup"),
    refused("json", "hr.json", lambda: b'[{"employee_id": "1", "level": 3}]', "not_a_table_markup"),
    refused("gzip", "hr.csv.gz", lambda: gzip.compress(b"a,b\n1,2\n", mtime=0), "not_a_table_compressed"),
    refused("sqlite", "hr.db", lambda: b"SQLite format 3\0" + b"\0" * 84, "not_a_table_database"),
    refused("rich text", "hr.rtf", lambda: b"{\\rtf1\\ansi hello}", "not_a_table_document"),
    refused("random bytes", "hr.csv", random_bytes, "binary", "nul", "encoding_damaged"),
)
