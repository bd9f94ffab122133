"""The newsroom's addresses."""

from django.urls import URLPattern, URLResolver, include, path

from casefiles.desk.site import site

urlpatterns: list[URLPattern | URLResolver] = [path("", include("casefiles.desk.urls")), path("", site.urls)]
