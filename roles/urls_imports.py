"""Skill imports, below /o/<slug>/imports/."""

from django.urls import path

from roles.views import import_map, import_names, import_undo, imports

urlpatterns = [
    path("", imports.import_list, name="import-list"),
    path("upload", imports.import_upload, name="import-upload"),
    path("export.<str:file_format>", imports.inventory_export_file, name="inventory-export"),
    path("<int:pk>/", imports.import_detail, name="import-detail"),
    path("<int:pk>/columns", import_map.import_map, name="import-map"),
    path("<int:pk>/columns/levels", import_map.import_map_levels, name="import-map-levels"),
    path("<int:pk>/read-again", import_map.import_read_again, name="import-read-again"),
    path("<int:pk>/check", imports.import_check, name="import-check"),
    path("<int:pk>/problems", imports.import_problems, name="import-problems"),
    path("<int:pk>/problems.csv", imports.import_problems_file, name="import-problems-file"),
    path("<int:pk>/changes", imports.import_changes, name="import-changes"),
    path("<int:pk>/names", import_names.import_queue, name="import-queue"),
    path("<int:pk>/names/all-new", import_names.import_queue_all_new, name="import-queue-all-new"),
    path("<int:pk>/names/<int:entry>", import_names.import_queue_settle, name="import-queue-settle"),
    path("<int:pk>/apply", imports.import_apply, name="import-apply"),
    path("<int:pk>/undo", import_undo.import_undo, name="import-undo"),
    path("<int:pk>/discard", import_undo.import_discard_page, name="import-discard"),
]
