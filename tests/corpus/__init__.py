"""Bad uploads: every way in which a file can be wrong or hostile, generated, with what must become of it.

`CASES` is for every door an upload can come in by (reader, planner, page, API): no crash, no dead process, a message
that says what to do, and nothing changed.
"""

from tests.corpus.case import Case
from tests.corpus.foreign import FOREIGN
from tests.corpus.inventories import INVENTORIES
from tests.corpus.texts import TEXTS
from tests.corpus.workbooks import WORKBOOKS

CASES: tuple[Case, ...] = (*FOREIGN, *TEXTS, *WORKBOOKS, *INVENTORIES)

__all__ = ["CASES", "Case"]
