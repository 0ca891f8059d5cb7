"""The HR inventory import from upload to undo. Read upload, mapping, check, queue, apply, undo in this order.

planning.py asks the pure planner (roles/imports), stored.py keeps its plan, writing.py writes it through staging*.py.
"""

from roles.services.imports.apply import import_apply_start
from roles.services.imports.check import import_check_start
from roles.services.imports.export import Export, inventory_export
from roles.services.imports.mapping import import_map
from roles.services.imports.queue import queue_entry_settle, queue_settle_all_new
from roles.services.imports.sources import source_named
from roles.services.imports.undo import import_undo_start
from roles.services.imports.upload import import_discard, import_read_again, import_upload

__all__ = [
    "Export",
    "import_apply_start",
    "import_check_start",
    "import_discard",
    "import_map",
    "import_read_again",
    "import_undo_start",
    "import_upload",
    "inventory_export",
    "queue_entry_settle",
    "queue_settle_all_new",
    "source_named",
]
