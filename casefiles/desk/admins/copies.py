"""Archived copies, as the desk follows them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from casefiles.archive import chain, custody, store
from casefiles.archive.custody_words import told
from casefiles.archive.models import Capture
from casefiles.archive.states import Handling
from casefiles.desk.copy_rights import asking_sources, may_see_handling, visible_captures
from casefiles.desk.lists import ReadingAdmin
from casefiles.desk.marks import moment
from casefiles.desk.site import site
from casefiles.desk.typing import who
from casefiles.dossiers.citing import may_take_back
from casefiles.dossiers.models import Item, Source
from casefiles.dossiers.policy import WRITERS
from casefiles.lib import passing

MOST_TEXT = 20_000
"""Characters of a copy's text that its page shows."""

MOST_OTHERS = 10
"""Other copies of its address that its page names."""


@admin.register(Capture, site=site)
class CaptureAdmin(ReadingAdmin):
    """A list and a page to read. Copies are asked for at their sources."""

    change_form_template = "desk/capture.html"
    list_display = ("cited_url", "state", "outcome_detail", "asked_by", "asked")
    list_filter = ("state", "engine", "access")
    search_fields = ("cited_url__url", "title")
    ordering = ("-requested_at",)
    list_select_related = ("cited_url", "requested_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_captures(who(request))

    @admin.display(description="asked for by")
    def asked_by(self, capture: Any) -> str:
        if capture.requested_by is None:
            return "the operator"
        return capture.requested_by.display_name if capture.asker_known else "somebody on the desk"

    @admin.display(description="asked for", ordering="requested_at")
    def asked(self, capture: Capture) -> str:
        return moment(capture.requested_at)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        capture = self.get_object(request, object_id or "")
        if capture is None:
            raise Http404
        text, damage = "", ""
        try:
            text = capture.extracted_text()
        except store.UNREADABLE as error:
            damage = store.fault(error)
        files = list(capture.files.all())
        if files and not capture.expired_at:
            custody.handle(capture, Handling.VIEWED, {"shown": "copy"}, by=who(request))
        whole = may_see_handling(who(request), capture)
        exported = custody.exported(capture, public=not whole)
        alike = visible_captures(who(request)).filter(cited_url=capture.cited_url_id)
        cited_by = Source.objects.filter(
            item__in=Item.objects.visible_to(who(request)), cited_url=capture.cited_url_id
        ).select_related("item")
        context = {
            **(extra_context or {}),
            "capture": capture,
            "asked_by": self.asked_by(capture),
            "asked_for": asking_sources(who(request), capture),
            "may_open": passing.is_possible() and capture.has_copy,
            "may_hurry": capture.may_be_hurried and who(request).has_role(*WRITERS),
            "may_cancel": not capture.is_finished and may_take_back(who(request), capture),
            "attempts": list(capture.attempts.all()),
            "files": files,
            "whole": whole,
            "custody": [told(entry) for entry in exported[chain.RECORD]],
            "handling": [told(entry) for entry in exported.get(chain.HANDLING, [])],
            "record_broken": list(chain.faults(exported)),
            "text": text[:MOST_TEXT],
            "text_cut": len(text) > MOST_TEXT,
            "damage": damage,
            "cited_by": list(cited_by),
            "others": list(alike.exclude(pk=capture.pk)[:MOST_OTHERS]),
        }
        return super().changeform_view(request, object_id, form_url, context)
