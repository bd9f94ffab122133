"""The roles of a newsroom. Each is a group of the same name, synchronised after every migrate."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What somebody does here; one person may hold several."""

    JOURNALIST = "journalist", "Journalist"
    REVIEWER = "reviewer", "Reviewer"
    PUBLISHING_EDITOR = "publishing_editor", "Publishing editor"
    COUNSEL = "counsel", "Counsel"
    ADMINISTRATOR = "administrator", "Administrator"


DOSSIER_ROLES = frozenset({Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR, Role.COUNSEL})
"""Who may see dossiers at all. An administrator manages people, not stories."""
