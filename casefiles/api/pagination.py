"""How lists of the read API are cut into pages."""

from rest_framework.pagination import PageNumberPagination


class CasePagination(PageNumberPagination):
    """Pages of 20; ``?page_size=`` up to 100."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
