"""Downloads: tables as CSV or XLSX, and other bytes, as answers with a file name."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpResponse

from uniengine.kit.tables import csv_chunks, write_xlsx

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(lines: Iterable[Sequence[object]], name: str, kind: str, sheet: str) -> HttpResponse:
    """Lines as a download, formula cells neutralised. kind: csv or xlsx, added to the name.

    All lines are read now: a stream would run after the request's organization scope has ended.
    """
    out = BytesIO()
    if kind == "csv":
        out.writelines(csv_chunks(lines))
        return attachment(out.getvalue(), CSV, f"{name}.csv")
    write_xlsx(lines, out, sheet=sheet)
    return attachment(out.getvalue(), XLSX, f"{name}.xlsx")


def attachment(body: bytes, content_type: str, name: str) -> HttpResponse:
    """Bytes to be saved under this name."""
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
