"""Who is where: placement, change cards, waves and development."""

from django.urls import URLPattern, path

from redesigns.views import cards, development, placement_moves, placement_solve, placements, waves

urlpatterns: list[URLPattern] = [
    path("", placements.placement_list, name="placement-list"),
    path("file", placements.placement_file, name="placement-export"),
    path("move", placement_moves.placement_move, name="placement-move"),
    path("lock", placement_moves.placement_lock, name="placement-lock"),
    path("solve", placement_solve.placement_solve, name="placement-solve"),
    path("solve/<int:position>", placement_solve.placement_solved, name="placement-solved"),
    path("seats/<slug:role>/<int:market>", placements.placement_seats, name="placement-seats"),
    path("cards", cards.card_list, name="card-list"),
    path("cards/file", cards.card_file, name="card-export"),
    path("mine", cards.card_mine, name="card-mine"),
    path("<int:number>/", cards.card_page, name="card"),
    path("<int:number>/print", cards.card_print, name="card-print"),
    path("<int:number>/not-here", placement_moves.placement_ban, name="ban"),
    path("development/", development.development_list, name="development-list"),
    path("development/make", development.development_make, name="development-generate"),
    path("development/file", development.development_file, name="development-export"),
    path("development/<int:item>/", development.development_item, name="development-item"),
    path("waves/", waves.wave_list, name="wave-list"),
    path("waves/new", waves.wave_new, name="wave-create"),
    path("waves/<slug:wave>/", waves.wave_page, name="wave"),
    path("waves/<slug:wave>/edit", waves.wave_change, name="wave-edit"),
    path("waves/<slug:wave>/remove", waves.wave_delete, name="wave-delete"),
]
