"""The Celery application: ``celery -A config.celery worker``."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.management.base import SystemCheckError

from config import services, startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
services.ensure_running()

app = Celery("casefiles")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def check(**_: Any) -> None:
    """Celery's own run of Django's checks throws their result away, and its signals swallow plain errors."""
    try:
        startup.refuse_misconfiguration()
    except SystemCheckError as error:
        raise SystemExit(str(error)) from error


worker_init.connect(check)
beat_init.connect(check)
