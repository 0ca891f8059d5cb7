"""What kind of file it is, in which encoding and with which delimiter: by content, never by its name."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from typing import BinaryIO

from uniengine.kit.tables import limits
from uniengine.kit.tables.table import TableError

Opener = Callable[[], BinaryIO]
DELIMITERS = (",", ";", "\t", "|")
CHUNK = 1 << 20

_SAVE_AS = "Open it in the program that made it and save it as CSV (UTF-8) or XLSX."
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "pdf", "This is a PDF document, not a table. Export the data as CSV or XLSX instead."),
    (b"\x89PNG", "image", "This is a picture, not a table. Export the data as CSV or XLSX instead."),
    (b"\xff\xd8\xff", "image", "This is a picture, not a table. Export the data as CSV or XLSX instead."),
    (b"GIF8", "image", "This is a picture, not a table. Export the data as CSV or XLSX instead."),
    (b"\x1f\x8b", "compressed", "This file is compressed (gzip). Unpack it and upload the table inside."),
    (b"7z\xbc\xaf\x27\x1c", "compressed", "This file is compressed (7-Zip). Unpack it and upload the table inside."),
    (b"Rar!", "compressed", "This file is compressed (RAR). Unpack it and upload the table inside."),
    (b"BZh", "compressed", "This file is compressed (bzip2). Unpack it and upload the table inside."),
    (b"SQLite format 3", "database", "This is a database file. Export the table as CSV or XLSX."),
    (b"{\\rtf", "document", f"This is a text document (RTF), not a table. {_SAVE_AS}"),
    (b"PAR1", "database", "This is a Parquet file. Export the table as CSV or XLSX."),
)
_MARKUP: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"<(!doctype\s+html|html|table|head|body|meta)\b", re.I),
        "This is a web page, though its name may say otherwise.",
    ),
    (re.compile(rb"<\?xml|<workbook\b", re.I), "This is an XML file."),
    (re.compile(rb'[\[{]\s*["\[{]'), "This is a JSON file."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(head: bytes) -> bool:
    """Whether the bytes start like an XLSX. Raises TableError for everything known not to be a table."""
    if not head:
        raise TableError("empty", "The file is empty. Export it again and check that it has rows.")
    if head.startswith(b"PK"):
        return True
    if head.startswith(_OLE):
        raise _old_office(head)
    for magic, code, message in _FOREIGN:
        if head.startswith(magic):
            raise TableError(f"not_a_table_{code}", message)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for pattern, message in _MARKUP:
        if pattern.match(start):
            raise TableError("not_a_table_markup", f"{message} {_SAVE_AS}")
    return False


def _old_office(head: bytes) -> TableError:
    if "EncryptedPackage".encode("utf-16-le") in head or "EncryptionInfo".encode("utf-16-le") in head:
        return TableError(
            "encrypted", "The workbook is protected with a password. Save a copy without a password and upload that."
        )
    return TableError("old_excel", "This is an old Office file (.xls or .doc). Open it and save it as XLSX or CSV.")


def encoding_of(opener: Opener) -> str:
    """The encoding as a Python codec name, after decoding the whole file once.

    UTF-8, UTF-16 (with or without byte order mark) or Windows-1252. Raises TableError where the bytes fit
    none of them, naming the line.
    """
    with opener() as stream:
        head = stream.read(limits.SAMPLE_BYTES)
    encoding = _marked(head) or _utf16_without_mark(head)
    if encoding:
        _decode_all(opener, encoding)
        return encoding
    if _looks_binary(head):
        raise TableError("binary", f"This is not a text table; it holds binary data. {_SAVE_AS}")
    try:
        _decode_all(opener, "utf-8")
    except TableError as fault:
        if fault.code != "encoding_damaged" or _mostly_utf8(opener):
            raise
        _decode_all(opener, "cp1252")
        return "cp1252"
    return "utf-8"


def _marked(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise TableError("encoding_unsupported", "The file is in UTF-32. Save it as CSV UTF-8 and upload it again.")
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


def _utf16_without_mark(head: bytes) -> str:
    """Latin text in UTF-16 has a zero in every second byte, and nowhere else."""
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else ""


def _looks_binary(head: bytes) -> bool:
    control = sum(head.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return control > len(head) * 0.02


def _chunks(opener: Opener) -> Iterator[bytes]:
    with opener() as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _decode_all(opener: Opener, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    try:
        for chunk in _chunks(opener):
            text = decoder.decode(chunk)
            if "\0" in text:
                line = lines + text[: text.index("\0")].count("\n")
                raise TableError(
                    "nul",
                    f"Line {line} holds a zero byte, which no text has. Export the file again as CSV UTF-8.",
                    line=line,
                )
            lines += text.count("\n")
        decoder.decode(b"", True)
    except UnicodeDecodeError as fault:
        good = fault.object[: fault.start].decode(encoding, "replace")
        line = lines + good.count("\n")
        raise TableError(
            "encoding_damaged",
            f"Line {line} has a character that cannot be read. Save the file as CSV UTF-8 and upload it again.",
            line=line,
        ) from None


def _mostly_utf8(opener: Opener) -> bool:
    """Whether the characters beyond ASCII are UTF-8 for the larger part: then it is damaged UTF-8, not Windows-1252."""
    sequence = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
    ascii_bytes = bytes(range(128))
    good = high = 0
    for chunk in _chunks(opener):
        good += sum(map(len, sequence.findall(chunk)))
        high += len(chunk.translate(None, ascii_bytes))
    return good * 2 > high


def declared_delimiter(sample: str) -> str:
    """The delimiter of a first line `sep=;` as Excel writes it, or nothing."""
    first = sample.partition("\n")[0].strip("\r").strip('"')
    return first[4:] if first[:4].lower() == "sep=" and first[4:] in DELIMITERS else ""


def delimiter_of(sample: str) -> str:
    """The delimiter that gives the most consistent number of fields; a comma where none splits anything.

    Score: share of records with the most frequent field count w > 1, times (w - 1) / w, so that a decimal
    comma (two fields everywhere) does not beat a semicolon (eight nearly everywhere).
    """
    return max(DELIMITERS, key=lambda delimiter: _consistency(sample, delimiter))


def _consistency(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(StringIO(sample, newline=""), delimiter=delimiter):
            widths[len(record)] += any(record)
    except csv.Error:
        return 0.0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return count / widths.total() * (width - 1) / width if width > 1 and count else 0.0
