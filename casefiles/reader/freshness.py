"""Answers that can be kept: ETags from what is published and how it is drawn, and how long to keep them."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from casefiles.editions import reading
from casefiles.lib.freshness import KEPT_SECONDS, face

View = Callable[..., HttpResponseBase]


def _tag(*parts: str) -> str:
    return f'"{reading.tag(face(), *parts)}"'


def everything_tag(request: HttpRequest, **_: Any) -> str:
    """Changes with anything published."""
    return _tag(request.get_full_path(), reading.generation())


def case_tag(request: HttpRequest, *, slug: str, number: int = 1) -> str | None:
    """Changes with anything published in a case; None where there is no such case, or no such edition of it."""
    found = reading.case_generation(slug)
    if found is None or not 1 <= number <= found[0].number:
        return None
    return _tag(request.path, found[1])


def source_tag(request: HttpRequest, *, slug: str, number: str) -> str | None:
    """As ``case_tag``; None where readers have no such source."""
    return case_tag(request, slug=slug) if reading.edition_of_source(slug, number) else None


def actor_tag(request: HttpRequest, *, actor_id: uuid.UUID) -> str | None:
    """As ``everything_tag``; None where readers have no such actor."""
    return everything_tag(request) if reading.shows_actor(actor_id) else None


def public(etag: Callable[..., str | None]) -> Callable[[View], View]:
    """A page for everybody: safe methods alone, conditional on ``etag``, kept for a short while."""

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = conditional(request, *args, **kwargs)
            if response.status_code in {200, 304}:
                patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
            return response

        conditional = require_safe(condition(etag_func=etag)(view))
        return kept

    return decorate
