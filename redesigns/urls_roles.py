"""The role designer, proposed roles and shared services groups."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
