"""Rewards alignment and coverage checks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
