"""Readers' addresses."""

from django.urls import path, register_converter

from casefiles.reader import views
from casefiles.reader.security_txt import security_txt


class SourceNumber:
    """A source's number as readers know it: S3."""

    regex = "S[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SourceNumber, "source_number")

app_name = "reader"
urlpatterns = [
    path("", views.home, name="home"),
    path("cases/<slug:slug>/", views.case, name="case"),
    path("cases/<slug:slug>/editions/", views.versions, name="versions"),
    path("cases/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("cases/<slug:slug>/editions/<int:number>/document.json", views.document_json, name="document"),
    path("cases/<slug:slug>/sources/<source_number:number>/", views.source, name="source"),
    path("actors/<uuid:actor_id>/", views.actor, name="actor"),
    path("schemas/casefile/1.json", views.schema, {"name": "casefile"}, name="casefile-schema"),
    path("schemas/item/1.json", views.schema, {"name": "item"}, name="item-schema"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
]
