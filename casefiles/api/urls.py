"""Addresses of the read API."""

from django.urls import path, re_path

from casefiles.api import views

app_name = "api"
_V1 = r"^(?P<version>v1)/cases/"
_CASE = _V1 + r"(?P<slug>[-a-zA-Z0-9_]+)/"
_EDITION = _CASE + r"editions/(?P<number>[0-9]{1,9})/"

urlpatterns = [
    path("schema/", views.Description.as_view(), name="schema"),
    re_path(_V1 + r"$", views.CaseList.as_view(), name="cases"),
    re_path(_CASE + r"$", views.CaseDetail.as_view(), name="case"),
    re_path(_CASE + r"editions/$", views.EditionList.as_view(), name="editions"),
    re_path(_EDITION + r"$", views.EditionDetail.as_view(), name="edition"),
    re_path(_EDITION + r"document\.json$", views.EditionDocument.as_view(), name="document"),
]
