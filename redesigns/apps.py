from django.apps import AppConfig


class RedesignsConfig(AppConfig):
    name = "redesigns"
