"""Shared services candidates, below /o/<slug>/gaps/."""

from django.urls import path

from roles.views.shared_services import shared_services_page

urlpatterns = [path("shared", shared_services_page, name="gap-shared")]
