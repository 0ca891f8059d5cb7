"""API addresses of people."""

from django.urls import URLPattern, path

from roles.api import people

urlpatterns: list[URLPattern] = [
    path("people", people.People.as_view(), name="person-list"),
    path("people/<int:pk>", people.OnePerson.as_view(), name="person"),
    path("people/<int:pk>/export", people.PersonExport.as_view(), name="person-export"),
    path("people/<int:pk>/ratings", people.Ratings.as_view(), name="rating-list"),
    path("people/<int:pk>/ratings/<int:skill>/<slug:rater>", people.OneRating.as_view(), name="rating"),
]
