"""Who is where: placement, change cards, waves and development, for other systems."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
