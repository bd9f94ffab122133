"""What followed and what surrounds a claim."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models

from casefiles.desk.filters import CaseFilter, StateFilter
from casefiles.desk.inlines import RelationInline
from casefiles.desk.item_admin import ItemAdmin
from casefiles.desk.site import site
from casefiles.dossiers.models import (
    EditorNote,
    Event,
    Impact,
    LegalAction,
    NoteSubject,
    ReplyRequest,
    ReplyRequestAttribution,
)

_LONG: dict[Any, Any] = {
    **ItemAdmin.formfield_overrides,
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
}


@admin.register(LegalAction, site=site)
class LegalActionAdmin(ItemAdmin):
    formfield_overrides = _LONG
    summary_needs = ("by", "operation")
    labels = {
        "operation": "About which operation",
        "act": "What kind of act",
        "by": "Who acts",
        "description": "What was done",
        "against_actor": "Against which actor",
        "against": "Against whom, in the source’s words",
        "present_status": "Where it stands today",
        "source": "Source",
        "statement": "The statement that announces it",
    }
    list_display = ("name", "act", "date", "case_name", "state", "changed")
    list_filter = (StateFilter, CaseFilter, "act")
    fieldsets = (
        (None, {"fields": ["operation", "act", "by", "date", "description"]}),
        ("Against whom", {"fields": ["against_actor", "against"]}),
        ("Where it stands, and who says so", {"fields": ["present_status", "source", "statement"]}),
    )


@admin.register(Event, site=site)
class EventAdmin(ItemAdmin):
    formfield_overrides = _LONG
    list_display = ("name", "date", "case_name", "state", "changed")
    fieldsets = ((None, {"fields": ["date", "title", "description", "operation", "source"]}),)


@admin.register(Impact, site=site)
class ImpactAdmin(ItemAdmin):
    summary_needs = ("operation",)
    labels = {
        "operation": "Of which operation",
        "amount": "The figure",
        "unit": "Of what",
        "scope": "Where and when",
        "estimate_by": "Whose estimate",
        "statement": "The statement that gives it",
    }
    fieldsets = (
        (None, {"fields": ["operation", "amount", "unit", "scope"]}),
        ("Whose figure it is", {"fields": ["estimate_by", "statement"]}),
    )


class ClaimInline(RelationInline):
    model = ReplyRequestAttribution
    verbose_name = "claim that was put to them"
    verbose_name_plural = "claims that were put to them"


@admin.register(ReplyRequest, site=site)
class ReplyRequestAdmin(ItemAdmin):
    formfield_overrides = _LONG
    summary_needs = ("to",)
    labels = {
        "to": "Who was asked",
        "allegations": "What was put to them",
        "channel": "How they were asked",
        "sent_at": "Sent (UTC)",
        "deadline": "Deadline (UTC)",
        "deadline_zone": "Time zone in which it was set",
        "why_not_sought": "Why no reply was sought",
        "replied": "When they replied",
        "statement": "Where the reply is said",
    }
    list_filter = (StateFilter, CaseFilter, "outcome")
    inlines = (ClaimInline,)
    fieldsets = (
        (None, {"fields": ["to", "allegations", "channel", "sent_at", "deadline", "deadline_zone"]}),
        ("What came of it", {"fields": ["outcome", "why_not_sought", "reply", "replied", "statement"]}),
    )


class SubjectInline(RelationInline):
    model = NoteSubject
    verbose_name = "item that it is about"
    verbose_name_plural = "items that it is about"


@admin.register(EditorNote, site=site)
class EditorNoteAdmin(ItemAdmin):
    list_display = ("name", "resolved", "case_name", "state", "changed")
    list_filter = (StateFilter, CaseFilter, "resolved")
    inlines = (SubjectInline,)
    fieldsets = ((None, {"fields": ["text", "resolved"]}),)
