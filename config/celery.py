"""The Celery application: ``celery -A config.celery worker``."""

import os

from celery import Celery

from config import services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
services.ensure_running()

app = Celery("casefiles")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
