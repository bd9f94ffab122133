"""The WSGI application of the surface that SURFACE names."""

import os

from django.core.wsgi import get_wsgi_application

from config import services, startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
services.ensure_running()

application = get_wsgi_application()
startup.refuse_misconfiguration()
