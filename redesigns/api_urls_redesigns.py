"""Redesigns, their history, comparison, merge, new inventory and decisions, for other systems."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
