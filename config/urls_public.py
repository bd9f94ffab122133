"""Readers' addresses: pages and the read API."""

from django.urls import URLPattern, URLResolver, include, path

handler404 = "casefiles.reader.views.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("casefiles.reader.urls")),
    path("api/", include("casefiles.api.urls")),
]
