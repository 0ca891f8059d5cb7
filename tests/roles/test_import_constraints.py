"""The database itself refuses words that no import knows."""

import pytest
from django.db import IntegrityError, models, transaction

from roles.models import ImportProblem, ImportQueueEntry, InventoryImport
from tests.cast import Cast


@pytest.mark.parametrize(
    ("model", "field"), [(InventoryImport, "state"), (ImportProblem, "kind"), (ImportQueueEntry, "choice")]
)
def test_it_stores_no_word_of_its_own(scoped: Cast, model: type[models.Model], field: str) -> None:
    made = InventoryImport.objects.create(organization=scoped.home, file_name="hr.csv")
    if model is not InventoryImport:
        model._default_manager.create(organization=scoped.home, inventory_import=made, line=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(**{field: "odd"})
