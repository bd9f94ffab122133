"""Writing the rows of a chapter through the actions that journalists use. Each step looks first what is there."""

from typing import Any

from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.demonstration.newsroom import Say
from casefiles.demonstration.people import Person
from casefiles.demonstration.scenario.rows import Chapter, Ref, Relation, Revision, Row, item_id, resolved
from casefiles.dossiers.actions import create_item, relate, save_item
from casefiles.dossiers.models import Case, Item, KindModel, Source
from casefiles.publishing.plan import KIND_MODELS
from casefiles.review.actions import withdraw
from casefiles.review.states import state_of
from casefiles.review.transitions import State

_PRESS_DESK = "{press_desk}"


def compile_chapter(chapter: Chapter, *, case: Case, users: dict[Person, User], press_desk: str, say: Say) -> None:
    """Everything of ``chapter`` that is not there yet: items, relations, changes, withdrawals."""
    made = _create(chapter.rows, case=case, users=users, press_desk=press_desk)
    made += sum(_relate(each, users) for each in chapter.relations)
    made += sum(_revise(each, users) for each in chapter.revisions)
    for withdrawal in chapter.withdrawals:
        item = Item.objects.get(pk=item_id(withdrawal.key))
        if state_of(item) != State.WITHDRAWN:
            withdraw(user=users[withdrawal.by], item=item, version=item.version, note=withdrawal.note)
            made += 1
    say(f"  Compiled: {made} changes made." if made else "  Compiled before.")


def _create(rows: tuple[Row, ...], *, case: Case, users: dict[Person, User], press_desk: str) -> int:
    ids = {row.key: item_id(row.key) for row in rows}
    there = set(Item.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    missing = [row for row in rows if ids[row.key] not in there]
    for row in missing:
        create_item(
            user=users[row.by],
            row=row.model(item_id=ids[row.key], **_values(row, press_desk)),
            case=None if row.shared else case,
        )
    return len(missing)


def _values(row: Row, press_desk: str) -> dict[str, Any]:
    values = resolved(row.fields)
    if row.model is Source and values.get("url"):
        values["url"] = values["url"].replace(_PRESS_DESK, press_desk)
        values["accessed"] = timezone.now().date()
    return values


def _relate(relation: Relation, users: dict[Person, User]) -> bool:
    values = resolved(relation.fields)
    identity = {name: value for name, value in values.items() if name.endswith("_id")}
    if relation.through._default_manager.filter(**identity).exists():
        return False
    owner = Item.objects.select_related("case").get(pk=item_id(relation.owner.key))
    relate(user=users[relation.by], through_row=relation.through(**values), owner=owner)
    return True


def _revise(revision: Revision, users: dict[Person, User]) -> bool:
    item = Item.objects.get(pk=item_id(revision.key))
    row: KindModel = KIND_MODELS[item.kind]._default_manager.get(pk=item.pk)  # type: ignore[index]
    values = resolved(revision.fields)
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in revision.fields.items():
        attribute = f"{name}_id" if isinstance(value, Ref) else name
        setattr(row, attribute, values[attribute])
    save_item(user=users[revision.by], row=row, expected_version=item.version, fields=list(revision.fields))
    return True
