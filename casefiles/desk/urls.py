"""The desk's own addresses, before those of the admin; the site lets only people with an account in."""

from django.urls import path

from casefiles.desk.site import site
from casefiles.desk.views import archiving, live, publishing, review

_ROUTES = (
    ("items/<uuid:item_id>/", review.open_item, "item"),
    ("items/<uuid:item_id>/decide/", review.decide_item, "decide"),
    ("items/<uuid:item_id>/comment/", review.comment_item, "comment"),
    ("sources/<uuid:source_id>/archive/", archiving.ask_again, "archive"),
    ("sources/<uuid:source_id>/cite/", archiving.cite, "cite"),
    ("captures/<uuid:capture_id>/cancel/", archiving.cancel, "cancel"),
    ("captures/<uuid:capture_id>/hurry/", archiving.hurry, "hurry"),
    ("captures/<uuid:capture_id>/export/", archiving.export, "export"),
    ("captures/<uuid:capture_id>/open/", archiving.open_copy, "open"),
    ("captures/<uuid:capture_id>/difference/<uuid:other_id>/", live.difference, "difference"),
    ("live/", live.live_pages, "live"),
    ("cases/<uuid:case_id>/preview/", publishing.preview_case, "preview"),
    ("cases/<uuid:case_id>/publish/", publishing.publish, "publish"),
)

app_name = "desk"
urlpatterns = [path(route, site.admin_view(view), name=name) for route, view, name in _ROUTES]
