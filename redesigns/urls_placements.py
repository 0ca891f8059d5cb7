"""Who is where: placement, change cards, waves and development."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
