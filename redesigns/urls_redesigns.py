"""Redesigns, their history, comparison, merge, new inventory and decisions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
