from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Submissions, decisions and the transition table."""

    name = "casefiles.review"
    label = "review"
    verbose_name = "Review"
    default_auto_field = "django.db.models.BigAutoField"
