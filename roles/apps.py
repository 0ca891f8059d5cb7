from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"

    def ready(self) -> None:
        from roles import agenda, reactions

        agenda.register()
        reactions.register()
