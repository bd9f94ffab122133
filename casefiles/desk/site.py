"""The desk: Django's admin with our pages, in the order in which a newsroom works."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from casefiles.desk import work
from casefiles.desk.typing import who

GROUPS = (
    ("Dossiers", ("Case", "Item")),
    ("Claims", ("CaseText", "Operation", "Statement", "Attribution", "ActorLink", "Evidence")),
    ("Sources and copies", ("Source", "Capture")),
    ("What surrounds a claim", ("LegalAction", "Event", "Impact", "ReplyRequest", "EditorNote")),
    ("Shared by all cases", ("Actor", "Alias", "Publisher")),
    ("Published", ("Edition",)),
    ("People", ("User",)),
)


class DeskSite(admin.AdminSite):
    """The newsroom's site."""

    site_header = "Casefiles desk"
    site_title = "Casefiles desk"
    index_title = "My work"
    index_template = "desk/index.html"
    login_template = "desk/login.html"

    def get_urls(self) -> list[Any]:
        """Without the admin's own way from a row to a page: ours are made otherwise."""
        return [route for route in super().get_urls() if getattr(route, "name", "") != "view_on_site"]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        mine = work.of(who(request))
        return super().index(request, {**(extra_context or {}), "work": mine})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Everything by what it is for, not by which app keeps it."""
        if not self.has_permission(request):
            return []
        if app_label is not None:
            return super().get_app_list(request, app_label)
        apps = self._build_app_dict(request).values()
        known = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = []
        for title, names in GROUPS:
            models = [known[name] for name in names if name in known]
            if models:
                groups.append({"name": title, "app_label": title, "app_url": "", "models": models})
        return groups


site = DeskSite(name="admin")
site.site_url = settings.PUBLIC_URL
