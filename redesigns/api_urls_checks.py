"""Rewards alignment and coverage checks, for other systems."""

from django.urls import URLPattern, path

from redesigns.api import rewards, segments

urlpatterns: list[URLPattern] = [
    path("pay/", rewards.PayList.as_view(), name="redesign-pay-list"),
    path("pay/<slug:role>/", rewards.OnePay.as_view(), name="redesign-pay"),
    path("pay/<slug:role>/measures/", rewards.Measures.as_view(), name="redesign-measure-list"),
    path("pay/<slug:role>/measures/<slug:measure>/", rewards.OneMeasure.as_view(), name="redesign-measure"),
    path("coverage/", segments.CoverageChecks.as_view(), name="redesign-coverage"),
    path("segments/", segments.Segments.as_view(), name="redesign-segment-list"),
    path("segments/<slug:segment>/", segments.OneSegment.as_view(), name="redesign-segment"),
    path("segments/<slug:segment>/stages/<int:stage>/", segments.Covers.as_view(), name="redesign-cover"),
]
