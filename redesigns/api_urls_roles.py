"""The role designer, proposed roles and shared services groups, for other systems."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
