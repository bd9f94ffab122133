"""Published versions, to read."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casefiles.desk.lists import ReadingAdmin
from casefiles.desk.marks import moment
from casefiles.desk.site import site
from casefiles.editions.models import Edition


@admin.register(Edition, site=site)
class EditionAdmin(ReadingAdmin):
    """What is in public is everybody's to see."""

    list_display = ("page", "number", "kind", "note", "published")
    list_display_links = None
    list_filter = ("kind",)
    search_fields = ("slug", "note")
    ordering = ("-published_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("manifest")

    @admin.display(description="published", ordering="published_at")
    def published(self, edition: Edition) -> str:
        return moment(edition.published_at)

    @admin.display(description="published version", ordering="slug")
    def page(self, edition: Edition) -> SafeString:
        path = f"{settings.PUBLIC_URL}/cases/{edition.slug}/editions/{edition.number}/"
        return format_html('<a href="{}">{}, version {}</a>', path, edition.slug, edition.number)
