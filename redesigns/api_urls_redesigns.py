"""Redesigns, their history, comparison, merge, new inventory and decisions, for other systems."""

from django.urls import URLPattern, path

from redesigns.api import history, reconciling, redesigns

urlpatterns: list[URLPattern] = [
    path("", redesigns.Redesigns.as_view(), name="redesign-list"),
    path("compare/", redesigns.RedesignComparison.as_view(), name="redesign-compare"),
    path("<int:pk>/", redesigns.OneRedesign.as_view(), name="redesign"),
    path("<int:pk>/branch/", redesigns.RedesignBranch.as_view(), name="redesign-branch"),
    path("<int:pk>/archive/", redesigns.RedesignArchive.as_view(), name="redesign-archive"),
    path("<int:pk>/restore/", redesigns.RedesignRestore.as_view(), name="redesign-restore"),
    path("<int:pk>/propose/", redesigns.RedesignPropose.as_view(), name="redesign-propose"),
    path("<int:pk>/withdraw/", redesigns.RedesignWithdraw.as_view(), name="redesign-withdraw"),
    path("<int:pk>/approve/", redesigns.RedesignApprove.as_view(), name="redesign-approve"),
    path("<int:pk>/publish/", redesigns.RedesignPublish.as_view(), name="redesign-publish"),
    path("<int:pk>/unpublish/", redesigns.RedesignUnpublish.as_view(), name="redesign-unpublish"),
    path("<int:pk>/effects/", redesigns.RedesignEffects.as_view(), name="redesign-effects"),
    path("<int:pk>/named/", redesigns.Collaborators.as_view(), name="redesign-collaborator-list"),
    path("<int:pk>/named/<int:user>/", redesigns.OneCollaborator.as_view(), name="redesign-collaborator"),
    path("<int:pk>/changes/", history.Changes.as_view(), name="redesign-change-list"),
    path("<int:pk>/changes/undo/", history.ChangeUndoLast.as_view(), name="redesign-undo"),
    path("<int:pk>/changes/redo/", history.ChangeRedo.as_view(), name="redesign-redo"),
    path("<int:pk>/changes/<int:position>/", history.OneChange.as_view(), name="redesign-change"),
    path("<int:pk>/changes/<int:position>/undo/", history.ChangeUndo.as_view(), name="redesign-change-undo"),
    path("<int:pk>/reconcile/", reconciling.Reconciliations.as_view(), name="redesign-reconciliation-list"),
    path(
        "<int:pk>/reconcile/<int:reconciliation>/",
        reconciling.OneReconciliation.as_view(),
        name="redesign-reconciliation",
    ),
    path(
        "<int:pk>/reconcile/<int:reconciliation>/apply/",
        reconciling.ReconciliationApply.as_view(),
        name="redesign-reconciliation-apply",
    ),
]
