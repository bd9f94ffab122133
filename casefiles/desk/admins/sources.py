"""Where things were said, and who printed them."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from casefiles.archive.models import Capture
from casefiles.archive.policy import seen_as
from casefiles.desk.filters import CaseFilter, StateFilter
from casefiles.desk.inlines import RelationInline
from casefiles.desk.item_admin import ItemAdmin
from casefiles.desk.item_form import ItemForm
from casefiles.desk.site import site
from casefiles.dossiers.models import Case, Publisher, PublisherReliability, Relay, Source
from casefiles.dossiers.vocabularies import Archiving


class ReliabilityInline(RelationInline):
    model = PublisherReliability
    verbose_name = "rating, for the desk alone"
    verbose_name_plural = "ratings, for the desk alone"


@admin.register(Publisher, site=site)
class PublisherAdmin(ItemAdmin):
    list_display = ("name", "country", "state", "changed")
    list_filter = (StateFilter,)
    search_fields = ("name",)
    inlines = (ReliabilityInline,)
    fieldsets = ((None, {"fields": ["name", "country", "website"]}),)


class SourceForm(ItemForm):
    """A new source of a case that contacts nobody unless told starts on hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "archiving" not in self.fields:
            return
        self.fields[
            "archiving"
        ].help_text = (
            f"“Archive it now” makes our archiver visit the page when you save. The site then sees {seen_as()}"
        )
        case_id = getattr(self.request, "form_case", None)
        if self.instance._state.adding and case_id and Case.objects.filter(pk=case_id, hold_sources=True).exists():
            self.fields["archiving"].initial = Archiving.HOLD


class RelayInline(RelationInline):
    model = Relay
    fk_name = "source"
    verbose_name = "source that it repeats"
    verbose_name_plural = "sources that it repeats"


@admin.register(Source, site=site)
class SourceAdmin(ItemAdmin):
    form = SourceForm
    labels = {
        "url": "Address of the page",
        "original_address": "Where the original stands",
        "source_type": "What it is",
        "published": "When it was published",
        "accessed": "When you read it",
        "note": "What readers should know about it",
    }
    list_display = ("name", "source_type", "case_name", "archived_copy", "state", "changed")
    list_filter = (StateFilter, CaseFilter, "source_type", "archiving")
    search_fields = ("title", "url", "publisher__name")
    inlines = (RelayInline,)
    fieldsets = (
        (None, {"fields": ["title", "url", "archiving", "original_address"]}),
        ("Who published it, and when", {"fields": ["publisher", "authors", "source_type", "published", "accessed"]}),
        ("What readers are told and shown", {"fields": ["note", "show_whole_copy", "language"]}),
        ("For the desk alone", {"fields": ["credibility", "tlp"], "classes": ["collapse"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        asked = Capture.objects.filter(recheck_copy=None)
        return super().get_queryset(request).prefetch_related(Prefetch("cited_url__captures", asked))

    @admin.display(description="archived copy")
    def archived_copy(self, row: Source) -> str:
        if row.archiving == Archiving.HOLD:
            return "not to be contacted yet"
        if row.archiving == Archiving.UPLOAD or row.cited_url is None:
            return "to be uploaded"
        captures = row.cited_url.captures.all()
        return captures[0].get_state_display() if captures else "not asked for"
