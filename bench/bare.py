"""The plainest Django there could be: one view that returns the bytes of the file ``BENCH_BODY``.

Granian serves it with the same options as the public pages.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

_BODY = Path(os.environ["BENCH_BODY"]).read_bytes()


def page(_request: HttpRequest) -> HttpResponse:
    """The same bytes for everybody."""
    return HttpResponse(_BODY)


settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="signs-nothing",
    LOGGING_CONFIG=None,
)
urlpatterns = [path("", page)]
application = get_wsgi_application()
