"""The WSGI application of the surface that SURFACE names."""

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config import services, startup

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
services.ensure_running()

application: "WSGIApplication" = get_wsgi_application()
startup.refuse_misconfiguration()

if settings.SURFACE == "public":
    from casefiles.reader.kept import KeptAnswers  # it reads models, which must be set up first

    application = KeptAnswers(
        application,
        hosts=settings.ALLOWED_HOSTS,
        most_bytes=settings.PAGES_KEPT_BYTES,
        look_seconds=settings.PAGES_LOOK_SECONDS,
    )
