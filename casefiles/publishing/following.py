"""Following the pages of published sources: which are watched, what became of them, what readers are told.

Everything comes from the editions: what is in none is neither watched nor told of. Approvals and editions stand.
"""

import logging
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from casefiles.archive import store
from casefiles.archive.models import Capture, Recheck, RecheckCopy
from casefiles.archive.states import OUTCOMES, Seen
from casefiles.archive.watching import ask_copy, in_a_row, keep_watch
from casefiles.editions.models import Edition, EditionKind, LiveState, SourceState
from casefiles.editions.reading import items_in
from casefiles.lib.compare import PageText, Quoted
from casefiles.lib.errors import ActionError
from casefiles.publishing.judging import Cited, Finding, Quotes, judged
from casefiles.publishing.models import Observation, Touched

logger = logging.getLogger(__name__)
MOST_JUDGED = 200
"""Sources that one call judges; the next goes on."""


@dataclass
class Citation:
    """A source as the newest edition of its case has it."""

    case_id: UUID
    source_id: UUID
    copy_id: UUID
    quotes: dict[UUID, Quoted] = field(default_factory=dict)


def published(editions: QuerySet[Edition]) -> dict[UUID, Citation]:
    """Sources of ``editions`` that have an archived copy, with what is quoted from each. What is withheld is not."""
    found: dict[UUID, Citation] = {}
    rows = {edition.pk: edition for edition in editions}
    for pk, items in items_in(rows.values(), ("source", "statement")).items():
        for item in items:
            if item.kind == "source" and item["archived"]:
                copy_id = UUID(item["archived"]["capture"])
                found[UUID(item.id)] = Citation(rows[pk].case_id, UUID(item.id), copy_id)
        for item in items:
            if item.kind == "statement" and (citation := found.get(UUID(item["source"]))):
                citation.quotes[UUID(item.id)] = Quoted(item["passage"], item["prefix"], item["suffix"])
    return found


def standing_editions() -> QuerySet[Edition]:
    """The newest edition of each case that is not retracted."""
    return Edition.objects.current().exclude(kind=EditionKind.RETRACTION)


@transaction.atomic
def renew_watches() -> int:
    """Watch exactly the pages that published cases rest on now; the number of sources that are followed.

    Of copies of one address, the newest that is cited is what looks compare with first.
    """
    cited = published(standing_editions())
    copies = Capture.objects.in_bulk({citation.copy_id for citation in cited.values()})
    newest: dict[UUID, Capture] = {}
    for copy in sorted(copies.values(), key=lambda each: each.requested_at):
        newest[copy.cited_url_id] = copy
    keep_watch({address: copy.pk for address, copy in newest.items()})
    known = {each.pk: each for each in Observation.objects.select_for_update()}
    followed = {key: citation for key, citation in cited.items() if citation.copy_id in copies}
    new = (Observation(source_id=key, copy_id=each.copy_id) for key, each in followed.items() if key not in known)
    Observation.objects.bulk_create(new, ignore_conflicts=True)  # another worker may do the same
    for key, observation in known.items():
        _renew(observation, followed.get(key))
    return len(followed)


def _renew(observation: Observation, citation: Citation | None) -> None:
    if citation is None:
        if observation.following:
            Observation.objects.filter(pk=observation.pk).update(following=False, waits_for=None)
            observation.touched.all().delete()
    elif citation.copy_id != observation.copy_id or not observation.following:
        fresh = Observation(source_id=observation.pk, copy_id=citation.copy_id)
        observation.touched.all().delete()
        fresh.save(force_update=True)


def follow() -> int:
    """Judge every followed source of which there is news; the number of those whose state changed."""
    waiting = _with_news(Observation.objects.order_by(F("judged").asc(nulls_first=True)))
    news = list(waiting.values_list("pk", flat=True)[:MOST_JUDGED])
    if not news:
        return 0
    cases = Observation.objects.filter(pk__in=news).values("source__item__case")
    cited = published(standing_editions().filter(case_id__in=cases))
    return sum(_judged_or_logged(cited[pk]) for pk in news if pk in cited)


def _with_news(observations: QuerySet[Observation]) -> QuerySet[Observation]:
    """Those of whose page there is a look, or a finished copy, that nobody has judged."""
    looks = Recheck.objects.filter(
        watch__cited_url=OuterRef("copy__cited_url"), at__gte=OuterRef("copy__requested_at")
    ).order_by("-pk")
    found = observations.filter(following=True).annotate(latest=Subquery(looks.values("pk")[:1]))
    unjudged = Q(judged=None) | Q(judged__lt=F("latest")) | Q(waits_for__state__in=OUTCOMES)
    return found.filter(unjudged, latest__isnull=False)


def _judged_or_logged(citation: Citation) -> bool:
    try:
        return _judge(citation)
    except Exception:  # one page must not keep the others from being judged
        logger.exception("What became of the page of source %s could not be judged", citation.source_id)
        return False


def _judge(citation: Citation) -> bool:
    with transaction.atomic():
        rows = _with_news(Observation.objects.filter(pk=citation.source_id, copy=citation.copy_id))
        row = rows.select_for_update(of=("self",), skip_locked=True).first()
        if row is None:
            return False
        look = Recheck.objects.select_related("watch__cited_url").get(pk=row.latest)  # type: ignore[attr-defined]
        row.judged, row.waits_for = look, None
        before = (row.state, set(row.touched.values_list("statement_id", flat=True)))
        touched = _applied(row, look, citation.quotes, before[1])
        row.save()
        if touched != before[1]:
            row.touched.all().delete()
            Touched.objects.bulk_create(Touched(observation=row, statement_id=key) for key in touched)
        _tell(row, citation, touched)
        return (row.state, touched) != before


def _applied(row: Observation, look: Recheck, quotes: Quotes, touched: set[UUID]) -> set[UUID]:
    """Change ``row`` by what ``look`` found; the statements that are touched then."""
    match look.result:
        case Seen.NOT_CONTACTED:
            return touched
        case Seen.WALLED:
            row.walled_since = row.walled_since or look.at
            return touched
        case Seen.UNREACHABLE:
            first = in_a_row(look)
            if first is not None and row.state == LiveState.AS_ARCHIVED:
                row.state, row.since = LiveState.UNREACHABLE, first.at
            return touched
    row.walled_since, row.checked_at = None, look.at
    if row.state == LiveState.UNREACHABLE:
        row.state, row.since = LiveState.AS_ARCHIVED, look.at
    asked = _asked_because_of(look)
    evidence = asked.capture if asked and asked.capture.is_finished else None
    try:
        finding = judged(Cited(row.copy, PageText(row.copy.extracted_text()), quotes), look, evidence)
    except store.Damaged:
        logger.exception("The copy of source %s cannot be compared with", row.pk)
        return touched
    if asked is not None and evidence is None:
        row.waits_for = asked.capture
    elif (finding.wants_copy and (asked is None or asked.recheck_id != look.pk)) or _is_first_of_its_kind(look):
        row.waits_for = _asked(look)
    return _said(row, look if asked is None else asked.recheck, finding, evidence, touched)


def _said(row: Observation, look: Recheck, finding: Finding, evidence: Capture | None, touched: set[UUID]) -> set[UUID]:
    if finding.state is None:
        return touched
    if finding.state != row.state or row.since is None:
        row.state, row.since = finding.state, look.at
    as_it_was = finding.state == LiveState.AS_ARCHIVED and not finding.elsewhere
    row.evidence = None if as_it_was else evidence or row.evidence
    row.elsewhere, row.notice, row.unknown = finding.elsewhere, finding.notice, finding.unknown
    return set(finding.touched)


def _asked_because_of(look: Recheck) -> RecheckCopy | None:
    """The newest copy that was asked for when the page was found just so, since it was last as archived."""
    same = RecheckCopy.objects.filter(
        recheck__watch=look.watch_id,
        recheck__result=look.result,
        recheck__digest=look.digest,
        recheck__final_url=look.final_url,
        recheck__gt=_last_as_archived(look),
    )
    return same.select_related("capture__cited_url", "recheck").order_by("-recheck", "-asked_at").first()


def _is_first_of_its_kind(look: Recheck) -> bool:
    """Has it just ceased to be as archived, with nothing yet to show for it?"""
    if look.result == Seen.OK:
        return False
    since = RecheckCopy.objects.filter(recheck__watch=look.watch_id, recheck__gt=_last_as_archived(look))
    return not since.filter(recheck__result=look.result).exists()


def _last_as_archived(look: Recheck) -> int:
    """The last look before at which the page was as archived, and not just as in ``look``; 0 if there is none."""
    earlier = Recheck.objects.filter(watch=look.watch_id, result=Seen.OK, pk__lt=look.pk).order_by("-pk")
    earlier = earlier.exclude(digest=look.digest)  # as archived is by the newest copy; others may cite an older one
    return earlier.values_list("pk", flat=True).first() or 0


def _asked(look: Recheck) -> Capture | None:
    try:
        return ask_copy(look)
    except ActionError as error:  # the site is held meanwhile, or there is no room
        logger.warning("No copy of %s was asked for: %s", look.watch.cited_url, error)
        return None


def _tell(row: Observation, citation: Citation, touched: set[UUID]) -> None:
    """Tell readers, if they have been told otherwise."""
    told = SourceState.objects.filter(source_id=row.pk, copy_id=row.copy_id).order_by("-pk").first()
    before = (told.state, set(told.statements)) if told else (LiveState.AS_ARCHIVED, set())
    if (row.state, touched) != before:
        SourceState.objects.create(
            case_id=citation.case_id,
            source_id=row.pk,
            copy_id=row.copy_id,
            state=row.state,
            since=row.since or row.judged.at,  # type: ignore[union-attr] # it has just been judged
            statements=sorted(touched),
        )
