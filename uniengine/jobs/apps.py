from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "uniengine.jobs"
    label = "jobs"
