"""Who is where: placement, change cards, waves and development, for other systems."""

from django.urls import URLPattern, path

from redesigns.api import cards, development, placements, waves

urlpatterns: list[URLPattern] = [
    path("seats/", placements.SeatTable.as_view(), name="redesign-seats"),
    path("seats/<slug:role>/<int:market>/", placements.SeatGroup.as_view(), name="redesign-seats-fitting"),
    path("placements/", placements.Placements.as_view(), name="redesign-placement-list"),
    path("placements/file/<slug:file_format>/", placements.PlacementFile.as_view(), name="redesign-placement-export"),
    path("placements/move/", placements.PlacementMove.as_view(), name="redesign-placement-move"),
    path("placements/lock/", placements.PlacementLock.as_view(), name="redesign-placement-lock"),
    path("placements/solve/", placements.PlacementSolve.as_view(), name="redesign-placement-solve"),
    path("placements/plans/<int:position>/", placements.PlacementPlan.as_view(), name="redesign-placement-plan"),
    path("placements/<int:number>/not-here/<slug:role>/", placements.NotHere.as_view(), name="redesign-ban"),
    path("cards/", cards.Cards.as_view(), name="redesign-card-list"),
    path("cards/file/<slug:file_format>/", cards.CardFile.as_view(), name="redesign-card-export"),
    path("cards/mine/", cards.OwnCard.as_view(), name="redesign-card-mine"),
    path("cards/<int:number>/", cards.OneCard.as_view(), name="redesign-card"),
    path("waves/", waves.Waves.as_view(), name="redesign-wave-list"),
    path("waves/<slug:wave>/", waves.OneWave.as_view(), name="redesign-wave"),
    path("development/", development.Development.as_view(), name="redesign-development-list"),
    path(
        "development/file/<slug:file_format>/",
        development.DevelopmentFile.as_view(),
        name="redesign-development-export",
    ),
    path("development/<int:item>/", development.OneItem.as_view(), name="redesign-development"),
]
