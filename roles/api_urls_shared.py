"""API addresses of shared services candidates."""

from django.urls import path

from roles.api.shared_services import SharedServicesView

urlpatterns = [path("journeys/<int:pk>/shared-services", SharedServicesView.as_view(), name="gap-shared")]
