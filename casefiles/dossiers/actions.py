"""What people do with dossiers. Each action is one transaction and checks the right itself."""

from collections.abc import Collection
from typing import TypeVar, cast
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from casefiles.accounts.actor import acting
from casefiles.accounts.models import User
from casefiles.archive.models import Capture
from casefiles.dossiers import citing, labels
from casefiles.dossiers.models import Case, Item, KindModel, Membership, Source
from casefiles.dossiers.policy import check_may_write, may_lead
from casefiles.dossiers.vocabularies import SHARED_KINDS, Confidentiality
from casefiles.lib.errors import Conflict, NotAllowed, Refused

_Row = TypeVar("_Row", bound=KindModel)


def create_case(
    *,
    user: User,
    slug: str,
    working_title: str,
    confidentiality: str = Confidentiality.DESK,
    hold_sources: bool = False,
) -> Case:
    """Open a case; who opens it leads it. Raises ``NotAllowed``, ``Refused`` naming the field."""
    check_may_write(user, None)
    case = Case(slug=slug, working_title=working_title, confidentiality=confidentiality, hold_sources=hold_sources)
    _check(case)
    with acting(user):
        case.save(force_insert=True)
        Membership.objects.create(case=case, user=user, lead=True)
    return case


def save_case(*, user: User, case: Case, fields: Collection[str]) -> Case:
    """Change what ``fields`` name. Only who leads a case may say who sees it."""
    check_may_write(user, Case.objects.get(pk=case.pk))
    if "confidentiality" in fields and not may_lead(user, case):
        raise NotAllowed("Only the lead or a publishing editor may change who sees a case.")
    _check(case)
    with acting(user):
        case.save(update_fields=list(fields))
    return case


def add_member(*, user: User, case: Case, member: User, lead: bool = False) -> Membership:
    """Let ``member`` work on ``case``. A new lead takes over from the one before."""
    if not may_lead(user, case):
        raise NotAllowed("Only the lead or a publishing editor may say who belongs to a case.")
    with acting(user):
        Case.objects.select_for_update().get(pk=case.pk)
        if lead:
            case.memberships.filter(lead=True).exclude(user=member).update(lead=False)
        return case.memberships.update_or_create(user=member, defaults={"lead": lead})[0]


def remove_member(*, user: User, case: Case, member: User) -> None:
    """Let ``member`` no longer work on ``case``. Raises ``Refused`` for the lead: name another one first."""
    if not may_lead(user, case):
        raise NotAllowed("Only the lead or a publishing editor may say who belongs to a case.")
    with acting(user):
        Case.objects.select_for_update().get(pk=case.pk)
        row = case.memberships.filter(user=member).first()
        if row is None:
            raise Refused(f"{member.display_name} does not belong to this case.", field="user")
        if row.lead:
            raise Refused(f"{member.display_name} leads this case; name another lead first.", field="lead")
        row.delete()


def create_item(*, user: User, row: _Row, case: Case | None) -> _Row:
    """Add ``row`` (unsaved) to ``case``; an actor, alias or publisher is shared, its case is ``None``.

    ``row.item_id`` may name the new item's id. Raises ``NotAllowed``, ``Refused`` naming the field, ``Conflict``
    if that id is taken.
    """
    check_may_write(user, case)
    if (row.KIND in SHARED_KINDS) != (case is None):
        raise Refused("Actors, aliases and outlets are shared between cases; everything else belongs to one.")
    with acting(user):
        labels.hold(row, ())
        row.item = _new_item(row, case)
        _check_same_case(row, case)
        asks = citing.prepare(row) if isinstance(row, Source) else False
        _check(row)
        row.save(force_insert=True)
        labels.keep(row)
        if asks:
            citing.ask(cast("Source", row), user)
    return row


def save_item(*, user: User, row: _Row, expected_version: int, fields: Collection[str]) -> _Row:
    """Save what ``fields`` name of ``row``, if the item is still at ``expected_version``.

    Everything else of ``row`` becomes what is stored, whatever the caller had there. Raises ``Conflict`` if
    somebody saved meanwhile (nothing is stored), ``NotAllowed``, ``Refused``.
    """
    with acting(user):
        labels.hold(row, fields)
        item = lock_item(row.item_id, expected_version)
        check_may_write(user, item.case)
        _reload_others(row, fields)
        _check_same_case(row, item.case)
        changed = set(fields)
        asks = False
        if isinstance(row, Source) and changed & citing.FIELDS:
            asks = citing.prepare(row)
            changed |= citing.SET
        _check(row)
        if changed:
            row.save(update_fields=_with_bounds(row, changed))
        labels.keep(row)
        if asks:
            citing.ask(cast("Source", row), user)
    return row


def relate(*, user: User, through_row: models.Model, owner: Item) -> None:
    """Save a row of a relation that ``owner`` owns; raises the owner's version."""
    check_may_write(user, owner.case)
    _check_owner(through_row, owner)
    _check_same_case(through_row, owner.case)
    with acting(user):
        Item.objects.select_for_update().get(pk=owner.pk)
        _check(through_row)
        through_row.save()


def unrelate(*, user: User, through_row: models.Model, owner: Item) -> None:
    """Take a row of a relation away; raises the owner's version. Raises ``Conflict`` if it is gone."""
    check_may_write(user, owner.case)
    _check_owner(through_row, owner)
    owned = {_owning(through_row).attname: owner.pk}
    with acting(user):
        gone, _ = type(through_row)._default_manager.filter(pk=through_row.pk, **owned).delete()
        if not gone:
            raise Conflict("Somebody took this away already.")


def archive_again(*, user: User, source: Source) -> Capture:
    """Ask for another archived copy of a source. Raises ``Refused``, ``NotAllowed``."""
    check_may_write(user, source.item.case)
    if not source.cited_url:
        raise Refused("This source has no address that may be archived.", field="url")
    with transaction.atomic():
        return citing.ask(source, user)


def pin_copy(*, user: User, source: Source, capture: Capture) -> None:
    """Make ``capture`` the archived copy that ``source`` cites. The caller has locked the item."""
    with acting(user):
        source.capture = capture
        source.save(update_fields=["capture"])


def lock_item(item_id: UUID, expected_version: int) -> Item:
    """The item, locked until the transaction ends. Raises ``Conflict`` if it moved on."""
    item = Item.objects.select_for_update(of=("self",)).select_related("case").get(pk=item_id)
    if item.version != expected_version:
        raise Conflict(
            f"Somebody saved this after you opened it (you saw draft {expected_version}, it is now {item.version})."
        )
    return item


def _new_item(row: KindModel, case: Case | None) -> Item:
    """The item of a new row: of a new random id, unless the row names one."""
    if not row.item_id:
        return Item.objects.create(kind=row.KIND, case=case)
    item, is_new = Item.objects.get_or_create(pk=row.item_id, defaults={"kind": row.KIND, "case": case})
    if not is_new:
        raise Conflict("This was saved already.")
    return item


def _owning(through_row: models.Model) -> "models.ForeignKey[Item, Item]":
    """The first item that a row of a relation names owns it; the guards in the database go by the same."""
    return next(field for field in through_row._meta.concrete_fields if isinstance(field, models.ForeignKey))


def _check_owner(through_row: models.Model, owner: Item) -> None:
    if getattr(through_row, _owning(through_row).attname) != owner.pk:
        raise NotAllowed("This belongs to another item.")


def _check(row: models.Model) -> None:
    """``full_clean`` as a refusal that names the first field at fault and gives every reason.

    A constraint over several fields names the one to mend as its code.
    """
    try:
        row.full_clean()
    except ValidationError as error:
        reasons, fields = [], []
        known = {field.name for field in row._meta.get_fields()}
        for field, faults in error.error_dict.items():
            named = [(fault.code or "") if field == NON_FIELD_ERRORS else field for fault in faults]
            fields += [name for name in named if name in known]
            prefix = "" if field == NON_FIELD_ERRORS else f"{_name(row, field)}: "
            reasons += [prefix + message for fault in faults for message in fault.messages]
        raise Refused(*reasons, field=fields[0] if fields else "") from error


def _check_same_case(row: models.Model, case: Case | None) -> None:
    """Refuse a reference into another case, at its field; the database would refuse it too, in fewer words."""
    named = {
        getattr(row, field.attname): field
        for field in row._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, KindModel | Item)  # type: ignore[arg-type]
    }
    foreign = Item.objects.filter(pk__in=named.keys() - {None}, case__isnull=False)
    for item in foreign.exclude(case=case) if case else foreign:
        field = named[item.pk]
        raise Refused(f"{_name(row, field.name)}: choose one of this case.", field=field.name)


def _name(row: models.Model, field: str) -> str:
    verbose = getattr(row._meta.get_field(field), "verbose_name", field)
    return str(verbose).capitalize()


def _reload_others(row: models.Model, fields: Collection[str]) -> None:
    """Make everything of ``row`` but ``fields`` what is stored: no more than was named is judged or used."""
    others = (field for field in row._meta.concrete_fields if not field.primary_key)
    row.refresh_from_db(fields=[field.name for field in others if not {field.name, field.attname} & set(fields)])


def _with_bounds(row: models.Model, fields: set[str]) -> list[str]:
    """``fields`` and, for partial dates among them, the bounds saved beside."""
    names = {field.name for field in row._meta.concrete_fields}
    bounds = {f"{name}_{end}" for name in fields for end in ("earliest", "latest")}
    return sorted(fields | (bounds & names))
