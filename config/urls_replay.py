"""Addresses of archived pages."""

from django.urls import URLPattern, URLResolver, include, path

handler404 = "casefiles.replay.views.not_found"

urlpatterns: list[URLPattern | URLResolver] = [path("", include("casefiles.replay.urls"))]
