"""API addresses of imports."""

from django.urls import path

from roles.api import import_queue, import_steps, imports

urlpatterns = [
    path("imports", imports.Imports.as_view(), name="import-list"),
    path("imports/sources", imports.Sources.as_view(), name="import-source-list"),
    path("imports/<int:pk>", imports.ImportDetail.as_view(), name="import"),
    path("imports/<int:pk>/mapping", import_steps.ImportMapping.as_view(), name="import-mapping"),
    path("imports/<int:pk>/check", import_steps.ImportCheck.as_view(), name="import-check"),
    path("imports/<int:pk>/problems", imports.ImportProblems.as_view(), name="import-problem-list"),
    path("imports/<int:pk>/problems.csv", imports.ImportProblemFile.as_view(), name="import-problem-file"),
    path("imports/<int:pk>/preview", imports.ImportPreview.as_view(), name="import-preview"),
    path("imports/<int:pk>/queue", import_queue.ImportQueue.as_view(), name="import-queue"),
    path("imports/<int:pk>/queue/all-new", import_queue.ImportQueueAllNew.as_view(), name="import-queue-all-new"),
    path("imports/<int:pk>/queue/<int:entry>", import_queue.ImportQueueSettle.as_view(), name="import-queue-settle"),
    path("imports/<int:pk>/apply", import_steps.ImportApply.as_view(), name="import-apply"),
    path("imports/<int:pk>/undo", import_steps.ImportUndo.as_view(), name="import-undo"),
    path("inventory.<str:file_format>", imports.InventoryFile.as_view(), name="inventory-export"),
]
