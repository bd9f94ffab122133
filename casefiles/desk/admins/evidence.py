"""What supports or undermines a claim."""

from django.contrib import admin

from casefiles.desk.filters import CaseFilter, StateFilter
from casefiles.desk.inlines import RelationInline
from casefiles.desk.item_admin import ItemAdmin
from casefiles.desk.site import site
from casefiles.dossiers.models import Evidence, EvidenceBearing, EvidenceSource, EvidenceStatement


class BearingInline(RelationInline):
    model = EvidenceBearing
    verbose_name = "claim that it bears on"
    verbose_name_plural = "claims that it bears on"


class SourceInline(RelationInline):
    model = EvidenceSource
    verbose_name = "source that it rests on"
    verbose_name_plural = "sources that it rests on"


class StatementInline(RelationInline):
    model = EvidenceStatement
    verbose_name = "statement that it rests on"
    verbose_name_plural = "statements that it rests on"


@admin.register(Evidence, site=site)
class EvidenceAdmin(ItemAdmin):
    list_display = ("name", "evidence_type", "case_name", "state", "changed")
    list_filter = (StateFilter, CaseFilter, "evidence_type")
    search_fields = ("title", "description", "technique_id")
    inlines = (BearingInline, SourceInline, StatementInline)
    fieldsets = (
        (None, {"fields": ["title", "evidence_type", "description", "technique_id"]}),
        ("For the desk alone", {"fields": ["credibility"]}),
    )
