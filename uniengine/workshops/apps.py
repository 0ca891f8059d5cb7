from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "uniengine.workshops"
    label = "workshops"

    def ready(self) -> None:
        from uniengine.workshops import listening

        listening.register()
