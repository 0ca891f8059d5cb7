from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "uniengine.accounts"
    label = "accounts"
    verbose_name = "Accounts"
