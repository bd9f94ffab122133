"""How lists of the read API are cut into pages."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

_NUMBER = re.compile(r"[0-9]{1,3}")


class CasePagination(PageNumberPagination):
    """Pages of 20; ``?page_size=`` up to 100. What is no page is refused with the field's name."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not (_NUMBER.fullmatch(asked) and 1 <= int(asked) <= self.max_page_size):
            raise ValidationError({"page_size": f"Ask for 1 to {self.max_page_size} cases a page."})
        return int(asked)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:  # noqa: ARG002
        paginator = self.django_paginator_class(queryset, self.get_page_size(request))
        try:
            self.page = paginator.page(request.query_params.get("page", 1))
        except PageNotAnInteger as error:
            raise ValidationError({"page": "A page is a whole number, from 1."}) from error
        except EmptyPage as error:
            raise NotFound({"page": f"There are pages 1 to {paginator.num_pages}."}) from error
        self.request = request
        return list(self.page)

    def get_next_link(self) -> str | None:
        return _public(super().get_next_link())

    def get_previous_link(self) -> str | None:
        return _public(super().get_previous_link())


def _public(link: str | None) -> str | None:
    """The link at the public address, and never at the request's Host, which is whatever somebody sent."""
    return link and str(settings.PUBLIC_URL) + urlsplit(link)._replace(scheme="", netloc="").geturl()
