"""Who is spoken of."""

from django.contrib import admin

from casefiles.desk.filters import StateFilter
from casefiles.desk.item_admin import ItemAdmin
from casefiles.desk.site import site
from casefiles.dossiers.models import Actor, ActorLink, Alias


@admin.register(Actor, site=site)
class ActorAdmin(ItemAdmin):
    list_display = ("name", "actor_type", "country", "attack_id", "state", "changed")
    list_filter = (StateFilter, "actor_type")
    search_fields = ("name", "attack_id", "aliases__name")
    fieldsets = (
        (None, {"fields": ["name", "actor_type", "country", "description"]}),
        ("In other catalogues", {"fields": ["attack_id", "misp_uuid"]}),
    )


@admin.register(Alias, site=site)
class AliasAdmin(ItemAdmin):
    summary_needs = ("actor",)
    list_display = ("name", "state", "changed")
    list_filter = (StateFilter,)
    search_fields = ("name", "actor__name")
    fieldsets = (
        (None, {"fields": ["actor", "name", "coined_by"]}),
        ("Where it is used", {"fields": ["reference_title", "reference_url"]}),
    )


@admin.register(ActorLink, site=site)
class ActorLinkAdmin(ItemAdmin):
    summary_needs = ("subject", "object")
    fieldsets = (
        (None, {"fields": ["subject", "relation", "object"]}),
        ("Who says so", {"fields": ["statement"]}),
    )
