"""A baseline is never changed: the database refuses it."""

from typing import Any

from django.db import migrations

from redesigns.frozen import freeze, thaw


def forwards(apps: Any, schema_editor: Any) -> None:
    freeze(schema_editor.connection)


def backwards(apps: Any, schema_editor: Any) -> None:
    thaw(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("redesigns", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
