"""Redesigns, their history, comparison, merge, new inventory and decisions."""

from django.urls import URLPattern, path

from redesigns.views import comparing, deciding, history, named, parts, reconciling, redesigns

ONE = "<int:pk>/reconcile/<int:reconciliation>/"

urlpatterns: list[URLPattern] = [
    path("", redesigns.redesign_list, name="list"),
    path("new", redesigns.redesign_new, name="redesign-create"),
    path("compare", comparing.redesign_compare, name="compare"),
    path("<int:pk>/", redesigns.redesign_page, name="redesign"),
    path("<int:pk>/made-of/<slug:figure>", parts.redesign_figure, name="redesign-figure"),
    path("<int:pk>/work-out", redesigns.redesign_refresh, name="redesign-refresh"),
    path("<int:pk>/edit", redesigns.redesign_edit, name="redesign-edit"),
    path("<int:pk>/branch", redesigns.redesign_branch_page, name="redesign-branch"),
    path("<int:pk>/archive", deciding.redesign_archive, name="redesign-archive"),
    path("<int:pk>/restore", deciding.redesign_restore, name="redesign-restore"),
    path("<int:pk>/propose", deciding.redesign_propose, name="redesign-propose"),
    path("<int:pk>/withdraw", deciding.redesign_withdraw, name="redesign-withdraw"),
    path("<int:pk>/approve", deciding.redesign_approve, name="redesign-approve"),
    path("<int:pk>/publish", deciding.redesign_publish, name="redesign-publish"),
    path("<int:pk>/unpublish", deciding.redesign_unpublish, name="redesign-unpublish"),
    path("<int:pk>/changes/", history.change_list, name="change-list"),
    path("<int:pk>/changes/undo", history.change_undo_last, name="change-undo-last"),
    path("<int:pk>/changes/redo", history.change_redo_last, name="change-redo"),
    path("<int:pk>/changes/<int:position>/", history.change_page, name="change"),
    path("<int:pk>/changes/<int:position>/undo", history.change_undo_one, name="change-undo"),
    path("<int:pk>/merge/", reconciling.redesign_merge, name="redesign-merge"),
    path("<int:pk>/merge/<int:other>/", reconciling.merge_begin, name="merge-start"),
    path("<int:pk>/rebase", reconciling.rebase_begin, name="rebase-start"),
    path(ONE, reconciling.reconciliation_page, name="reconciliation"),
    path(f"{ONE}choose", reconciling.reconciliation_answer, name="reconciliation-choose"),
    path(f"{ONE}apply", reconciling.reconciliation_do, name="reconciliation-apply"),
    path(f"{ONE}discard", reconciling.reconciliation_leave, name="reconciliation-discard"),
    path("<int:pk>/named/", named.collaborator_list, name="collaborator-list"),
    path("<int:pk>/named/add", named.collaborator_add, name="collaborator-name"),
    path("<int:pk>/named/<int:user>/remove", named.collaborator_take_off, name="collaborator-remove"),
]
