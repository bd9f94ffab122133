"""Where somebody who has found a hole tells us (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

_VALID = datetime.timedelta(days=365)
_STARTED = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
"""The day on which this process began: the answer stays the same as long as it runs."""


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """The newsroom's contact, if it has named one."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{_STARTED + _VALID:%Y-%m-%dT%H:%M:%SZ}",
        "Canonical": f"{settings.PUBLIC_URL}{reverse('reader:security-txt')}",
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
