"""The steps of an import: mapping, check, apply, undo."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from roles.api.imports import TAGS, import_at, shown
from roles.api.imports_out import ImportApplyIn, ImportMappingIn, ImportOut, ImportVersionIn
from roles.services.imports import import_apply_start, import_check_start, import_map, import_undo_start
from uniengine.accounts.api_base import OrganizationView


class ImportMapping(OrganizationView):
    """Step two."""

    @extend_schema(tags=TAGS, operation_id="import_map", request=ImportMappingIn, responses=ImportOut)
    def put(self, request: Request, slug: str, pk: int) -> Response:
        """Confirm what each column is. A check made with another mapping is forgotten."""
        found = import_at(pk)
        return shown(import_map(actor=self.actor, inventory_import=found, **self.cleaned(ImportMappingIn)))


class ImportCheck(OrganizationView):
    """Step three."""

    @extend_schema(tags=TAGS, operation_id="import_check", request=None, responses={202: ImportOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Start the dry run; poll `job`. Without a confirmed mapping the suggested one is taken if nothing is open."""
        found = import_at(pk)
        import_check_start(actor=self.actor, inventory_import=found)
        return shown(found, 202)


class ImportApply(OrganizationView):
    """Step four."""

    @extend_schema(tags=TAGS, operation_id="import_apply", request=ImportApplyIn, responses={202: ImportOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Apply what the check showed, once; poll `job`. Refused with 409 when the import changed since `version`."""
        found = import_at(pk)
        import_apply_start(actor=self.actor, inventory_import=found, **self.cleaned(ImportApplyIn))
        return shown(found, 202)


class ImportUndo(OrganizationView):
    """Take it back."""

    @extend_schema(tags=TAGS, operation_id="import_undo", request=ImportVersionIn, responses={202: ImportOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Make everything as it was before; poll `job`. Refused with 409 when its rows were changed since."""
        found = import_at(pk)
        import_undo_start(actor=self.actor, inventory_import=found, **self.cleaned(ImportVersionIn))
        return shown(found, 202)
