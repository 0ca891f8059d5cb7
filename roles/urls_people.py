"""People, below /o/<slug>/people/."""

from django.urls import URLPattern, path

from roles.views import people, person_edit

urlpatterns: list[URLPattern] = [
    path("", people.person_index, name="person-list"),
    path("file", people.person_index_file, name="person-list-export"),
    path("new", person_edit.person_new, name="person-create"),
    path("<int:pk>/", people.person_page, name="person-detail"),
    path("<int:pk>/file", people.person_file, name="person-export"),
    path("<int:pk>/edit", person_edit.person_change, name="person-edit"),
    path("<int:pk>/erase", person_edit.person_gone, name="person-erase"),
    path("<int:pk>/ratings", person_edit.rating_save, name="person-rating"),
    path("<int:pk>/ratings/<int:skill>/<int:rater>/remove", person_edit.rating_drop, name="person-rating-remove"),
]
