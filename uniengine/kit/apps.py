from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "uniengine.kit"
    label = "kit"
