"""Taking a case back: the newest edition once more, item for item, under a notice that it cannot be stood up."""

from dataclasses import dataclass

from casefiles.dossiers.models import Case
from casefiles.editions.models import Edition, EditionKind
from casefiles.lib.canonical import canonical, digest


@dataclass(frozen=True)
class Retraction:
    """What a retraction would publish: what ``previous`` has, whatever became of the drafts since."""

    previous: Edition

    @property
    def number(self) -> int:
        return self.previous.number + 1

    @property
    def confirmation(self) -> str:
        """The digest of what the publishing editor confirms: which edition is taken back."""
        told = {"kind": EditionKind.RETRACTION.value, "number": self.number, "previous": self.previous.digest}
        return digest(canonical(told))


def plan_retraction(case: Case) -> Retraction | None:
    """The retraction of ``case`` as it would be now; ``None`` while nothing is published."""
    previous = Edition.objects.filter(case_id=case.pk).order_by("-number").first()
    return Retraction(previous) if previous else None
