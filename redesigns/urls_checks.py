"""Rewards alignment and coverage checks."""

from django.urls import path

from redesigns.views import rewards, segments

urlpatterns = [
    path("pay/", rewards.reward_index, name="reward-list"),
    path("pay/export/", rewards.reward_index_file, name="reward-list-export"),
    path("pay/<slug:role>/", rewards.reward_page, name="reward"),
    path("coverage/", segments.coverage_page, name="coverage"),
    path("coverage/export/", segments.coverage_file, name="coverage-export"),
    path("coverage/add/", segments.segment_new, name="segment-create"),
    path("coverage/<slug:segment>/", segments.segment_page, name="segment"),
    path("coverage/<slug:segment>/edit/", segments.segment_change, name="segment-edit"),
    path("coverage/<slug:segment>/delete/", segments.segment_gone, name="segment-delete"),
    path("coverage/<slug:segment>/<int:stage>/", segments.cover_page, name="cover-set"),
]
