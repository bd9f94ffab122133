"""How lists of the read API are cut into pages."""

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class CasePagination(PageNumberPagination):
    """Pages of 20; ``?page_size=`` up to 100. What is no page is refused with the field's name."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= self.max_page_size):
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
