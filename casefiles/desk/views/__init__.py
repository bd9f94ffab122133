"""The desk's own pages and buttons. Whatever changes something is a POST."""

from casefiles.desk.views import archiving, publishing, review

ROUTES = (
    ("items/<uuid:item_id>/", review.open_item, "desk_item"),
    ("items/<uuid:item_id>/decide/", review.decide_item, "desk_decide"),
    ("items/<uuid:item_id>/comment/", review.comment_item, "desk_comment"),
    ("sources/<uuid:source_id>/archive/", archiving.ask_again, "desk_archive"),
    ("captures/<uuid:capture_id>/cancel/", archiving.cancel, "desk_cancel"),
    ("cases/<uuid:case_id>/preview/", publishing.preview_case, "desk_preview"),
    ("cases/<uuid:case_id>/publish/", publishing.publish, "desk_publish"),
)
"""Route, view and name of each; the site lets only people with an account in."""
