"""The audit log is append-only in the database itself: UPDATE, DELETE and TRUNCATE are refused."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from uniengine.accounts.append_only import protect, release


def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    protect(editor.connection, "accounts_auditentry")


def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    release(editor.connection, "accounts_auditentry")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
