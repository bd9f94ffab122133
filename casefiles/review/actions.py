"""Moving an item through review. One function does it; the verbs below are its names."""

from casefiles.accounts.actor import acting
from casefiles.accounts.models import User
from casefiles.archive.models import Capture
from casefiles.archive.states import PAGES
from casefiles.dossiers import citing
from casefiles.dossiers.actions import lock_item, pin_copy
from casefiles.dossiers.models import Item, Source
from casefiles.dossiers.policy import check_may_write, may_read
from casefiles.dossiers.vocabularies import Archiving, Kind
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from casefiles.lib.text import unstorable
from casefiles.review.models import Comment, Decision, Release
from casefiles.review.states import approvable_by, state_of
from casefiles.review.transitions import TRANSITIONS, Transition


def available(*, user: User, item: Item) -> list[Transition]:
    """What ``user`` may do with ``item`` now, in the order of the table."""
    if not may_read(user, item.case):
        return []
    state = state_of(item)
    possible = [row for row in TRANSITIONS.values() if state in row.sources and user.has_role(*row.roles)]
    if not approvable_by(item, user.pk):
        possible = [row for row in possible if row.name != "approve"]
    if _is_shared_and_out(item):
        possible = [row for row in possible if _may_to_shared(row, user)]
    return possible


def decide(*, transition: str, user: User, item: Item, version: int, note: str = "") -> Decision:
    """Make ``transition`` happen to ``version`` of ``item``.

    Raises ``NotAllowed`` (role, case, or own work), ``Conflict`` (the item moved on or stands elsewhere),
    ``Refused`` (no such transition; a note is needed; the archived copy is not there yet).
    """
    row = TRANSITIONS.get(transition)
    if row is None:
        raise Refused("An item cannot be moved like that.", field="transition")
    if not may_read(user, item.case) or not user.has_role(*row.roles):
        raise NotAllowed(f"Your role does not allow you to {row.label.lower()}.")
    note = note.strip()
    if reason := unstorable(note):
        raise Refused(reason, field="note")
    if row.note and not note:
        raise Refused("Say why, so that the others know what to do.", field="note")
    with acting(user):
        locked = lock_item(item.pk, version)
        state = state_of(locked)
        if state not in row.sources:
            raise Conflict(f"This is {state.label.lower()} now; it cannot be {row.verb.label.lower()}.")
        if not _may_to_shared(row, user) and _is_shared_and_out(locked):
            raise NotAllowed(
                "All cases share this, and readers have it: only a reviewer or a publishing editor may "
                f"{row.label.lower()} it."
            )
        if row.name == "approve" and not approvable_by(locked, user.pk):
            raise NotAllowed("You wrote part of this; somebody else has to approve it.")
        if locked.kind == Kind.SOURCE:
            _tell_archive(row.name, locked, user)
        return Decision.objects.create(item=locked, version=locked.version, verb=row.verb, decided_by=user, note=note)


def submit(*, user: User, item: Item, version: int, note: str = "") -> Decision:
    """Hand an item to a reviewer. The newest archived copy of a source's page becomes the one it cites."""
    return decide(transition="submit", user=user, item=item, version=version, note=note)


def approve(*, user: User, item: Item, version: int, note: str = "") -> Decision:
    """Stand for an item that somebody else wrote."""
    return decide(transition="approve", user=user, item=item, version=version, note=note)


def request_changes(*, user: User, item: Item, version: int, note: str) -> Decision:
    """Hand an item back with what is to be changed."""
    return decide(transition="request_changes", user=user, item=item, version=version, note=note)


def reject(*, user: User, item: Item, version: int, note: str) -> Decision:
    """Turn an item down."""
    return decide(transition="reject", user=user, item=item, version=version, note=note)


def withdraw(*, user: User, item: Item, version: int, note: str) -> Decision:
    """Take an item out of the case; the next edition will be without it."""
    return decide(transition="withdraw", user=user, item=item, version=version, note=note)


def reopen(*, user: User, item: Item, version: int, note: str = "") -> Decision:
    """Make a rejected or withdrawn item a draft again."""
    return decide(transition="reopen", user=user, item=item, version=version, note=note)


def cite_copy(*, user: User, source: Source, capture: Capture, version: int) -> None:
    """Make another copy of its page the one that ``source`` cites; an approval lapses, as by any change.

    Raises ``NotAllowed``, ``Conflict`` (the source moved on), ``Refused`` (that is no copy of its page).
    """
    with acting(user):
        locked = lock_item(source.item_id, version)
        check_may_write(user, locked.case)
        row = Source.objects.get(pk=source.pk)
        if capture.cited_url_id != row.cited_url_id or capture.state not in PAGES or not capture.has_copy:
            raise Refused("That is no copy of this source’s page.", field="capture")
        if row.capture_id == capture.pk:
            raise Conflict("The source cites this copy already.")
        pin_copy(user=user, source=row, capture=capture)


def comment(*, user: User, item: Item, version: int, text: str) -> Comment:
    """Say something to the desk about ``item``, of which ``user`` saw ``version``.

    Raises ``NotAllowed``, ``Refused`` (field ``text``, or ``version`` if there is no such draft).
    """
    if not may_read(user, item.case):
        raise NotAllowed("You may not see this item.")
    text = text.strip()
    if reason := unstorable(text):
        raise Refused(reason, field="text")
    if not text:
        raise Refused("Write something before you send it.", field="text")
    if not 1 <= version <= Item.objects.get(pk=item.pk).version:
        raise Refused(f"There is no draft {version} of this.", field="version")
    return Comment.objects.create(item=item, version=version, author=user, text=text)


def _may_to_shared(row: Transition, user: User) -> bool:
    return not row.shared_roles or user.has_role(*row.shared_roles)


def _is_shared_and_out(item: Item) -> bool:
    """Do all cases share ``item``, and has one of them published it? Each of them would miss it."""
    return item.case_id is None and Release.objects.filter(item=item).exists()


def _tell_archive(transition: str, item: Item, user: User) -> None:
    """What a decision about a source means for the archive."""
    source = Source.objects.select_related("cited_url").get(pk=item.pk)
    if transition == "submit":
        _pin_copy(source, item, user)
    elif transition in {"withdraw", "reject"}:
        citing.rest(source)
    elif transition == "reopen":
        citing.resume(source)


def _pin_copy(source: Source, item: Item, user: User) -> None:
    if source.archiving != Archiving.NOW:
        return
    capture = citing.copy_to_cite(source, user)
    if capture and source.capture_id != capture.pk:
        pin_copy(user=user, source=source, capture=capture)
        item.refresh_from_db(fields=["version"])
