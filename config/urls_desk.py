"""The newsroom's addresses."""

from django.urls import URLPattern, URLResolver, path

from casefiles.desk.site import site

urlpatterns: list[URLPattern | URLResolver] = [path("", site.urls)]
