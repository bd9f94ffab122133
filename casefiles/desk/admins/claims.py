"""What happened, who said what about it, and who blames whom."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.desk.filters import CaseFilter, StateFilter
from casefiles.desk.item_admin import ItemAdmin
from casefiles.desk.item_form import ItemForm, LinesField
from casefiles.desk.site import site
from casefiles.dossiers.models import Attribution, CaseText, Operation, Statement
from casefiles.dossiers.vocabularies import Sector

_LONG: dict[Any, Any] = {
    **ItemAdmin.formfield_overrides,
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
}


@admin.register(CaseText, site=site)
class CaseTextAdmin(ItemAdmin):
    labels = {"byline": "Who compiled it", "approving_editor": "Which editor answers for it"}
    fieldsets = (
        (None, {"fields": ["title", "standfirst", "narrative"]}),
        ("What is and is not established", {"fields": ["established", "not_established"]}),
        ("Who answers for it", {"fields": ["byline", "approving_editor"]}),
    )


class OperationForm(ItemForm):
    other_names = LinesField(required=False, label="Other names")
    countries = LinesField(
        required=False, label="Countries", help_text="Two capital letters each (ISO 3166-1), one on each line."
    )
    sectors = forms.MultipleChoiceField(
        required=False, choices=Sector.choices, widget=forms.CheckboxSelectMultiple, label="Sectors"
    )


@admin.register(Operation, site=site)
class OperationAdmin(ItemAdmin):
    form = OperationForm
    list_display = ("name", "operation_type", "case_name", "dates", "state", "changed")
    list_filter = (StateFilter, CaseFilter, "operation_type")
    fieldsets = (
        (None, {"fields": ["name", "other_names", "operation_type", "dates", "description"]}),
        ("What was affected", {"fields": ["affected_systems", "countries", "sectors"]}),
    )


@admin.register(Statement, site=site)
class StatementAdmin(ItemAdmin):
    formfield_overrides = _LONG
    summary_needs = ("speaker", "source")
    labels = {
        "source": "Read in which source",
        "passage": "The passage, to the letter",
        "prefix": "Words before it",
        "suffix": "Words after it",
        "locator": "Where in the source",
        "unclear": "What is unclear about it",
        "speaker": "Who speaks, or for whom",
        "speaker_name": "The person’s name",
        "speaker_role": "The person’s role",
        "speech": "Whose wording it is",
        "said": "When it was said",
        "speaker_description": "How we agreed to call them",
        "anonymity_reason": "Why they are not named",
        "how_they_know": "How they know",
    }
    list_display = ("name", "of_source", "case_name", "state", "changed")
    list_filter = (StateFilter, CaseFilter, "speech")
    search_fields = ("item__label", "passage", "source__title")
    fieldsets = (
        (None, {"fields": ["source", "passage", "prefix", "suffix", "locator", "unclear"]}),
        ("Who speaks", {"fields": ["speaker", "speaker_name", "speaker_role", "speech", "said"]}),
        (
            "If the speaker is not named",
            {"fields": ["speaker_description", "anonymity_reason", "how_they_know"], "classes": ["collapse"]},
        ),
        ("Language", {"fields": ["language", "translation", "translator"], "classes": ["collapse"]}),
    )

    @admin.display(description="in", ordering="source__title")
    def of_source(self, row: Statement) -> str:
        return row.source.title


@admin.register(Attribution, site=site)
class AttributionAdmin(ItemAdmin):
    formfield_overrides = _LONG
    summary_needs = ("accuser", "accused", "operation")
    labels = {
        "statement": "The statement that says so",
        "accuser": "Who accuses",
        "accused": "Who is accused",
        "accused_as_said": "The accused, as the source words it",
        "operation": "Of which operation",
        "stance": "Where the speaker stands",
        "words": "How strongly it is said",
        "verb": "The verb itself",
        "confidence": "Confidence as stated",
        "confidence_as_said": "Confidence, in their words",
        "yardstick": "Scale of the likelihood",
        "likelihood": "Likelihood as stated",
        "likelihood_as_said": "Likelihood, in their words",
        "responsibility": "What part the state had",
        "basis": "Who attributes",
        "attribution_type": "In what form",
        "caveat": "What readers must know",
        "our_confidence": "Our own confidence",
    }
    list_display = ("name", "stance", "words", "case_name", "state", "changed")
    list_filter = (StateFilter, CaseFilter, "stance", "words", "confidence")
    fieldsets = (
        (None, {"fields": ["statement", "accuser", "accused", "accused_as_said", "operation"]}),
        ("How it is said", {"fields": ["stance", "words", "verb", "caveat"]}),
        (
            "How surely, in the accuser’s words",
            {"fields": ["confidence", "confidence_as_said", "yardstick", "likelihood", "likelihood_as_said"]},
        ),
        ("Coding", {"fields": ["responsibility", "basis", "attribution_type"], "classes": ["collapse"]}),
        (
            "Our own view, for the desk alone",
            {
                "fields": ["our_confidence"],
                "description": "It is signed with your name and dated when you save. Blank: not rated.",
                "classes": ["collapse"],
            },
        ),
    )

    def saved_beside(self, obj: Any, changed: list[str], user: User) -> set[str]:
        if "our_confidence" not in changed:
            return set()
        _sign(obj, user)
        return {"our_confidence_by", "our_confidence_on"}

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change:
            _sign(obj, request.user)
        super().save_model(request, obj, form, change)


def _sign(claim: Attribution, user: User) -> None:
    """Our confidence carries the name of whoever gave it, and the day."""
    today: datetime.date = timezone.now().date()
    claim.our_confidence_by = user if claim.our_confidence else None
    claim.our_confidence_on = today if claim.our_confidence else None
