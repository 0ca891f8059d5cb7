from django.apps import AppConfig


class RedesignsConfig(AppConfig):
    name = "redesigns"

    def ready(self) -> None:
        from redesigns import agenda, reactions

        agenda.register()
        reactions.register()
