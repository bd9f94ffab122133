"""What people do with dossiers. Each action is one transaction and checks the right itself."""

from collections.abc import Collection, Mapping
from typing import TypeVar, cast
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from casefiles.accounts.actor import acting
from casefiles.accounts.models import User
from casefiles.archive.expiry import is_kept
from casefiles.archive.models import Capture
from casefiles.dossiers import citing, labels
from casefiles.dossiers.models import Case, Item, KindModel, Membership, Source
from casefiles.dossiers.policy import WRITERS, check_may_write, may_lead
from casefiles.dossiers.vocabularies import SHARED_KINDS, Archiving, Confidentiality, DeskStatus
from casefiles.lib.compare_and_set import compare_and_set
from casefiles.lib.errors import Conflict, NotAllowed, Refused

_Row = TypeVar("_Row", bound=KindModel)


def create_case(
    *,
    user: User,
    slug: str,
    working_title: str,
    confidentiality: str = Confidentiality.DESK,
    desk_status: str = DeskStatus.OPEN,
    hold_sources: bool = False,
    case_id: UUID | None = None,
) -> Case:
    """Open a case; who opens it leads it.

    ``case_id`` may name the new case's id. Raises ``NotAllowed``, ``Refused`` naming the field, ``Conflict`` if
    that id is taken.
    """
    case = Case(
        slug=slug,
        working_title=working_title,
        confidentiality=confidentiality,
        desk_status=desk_status,
        hold_sources=hold_sources,
    )
    case.pk = case_id or case.pk
    check_may_write(user, None)
    with acting(user):
        try:
            _check(case)
            with transaction.atomic():
                case.save(force_insert=True)
        except (Refused, IntegrityError) as error:
            if Case.objects.filter(pk=case.pk).exists():
                raise Conflict("This was saved already.") from error
            _check(case)  # by now it is seen if another case took the address meanwhile
            raise
        Membership.objects.create(case=case, user=user, lead=True)
    return case


def save_case(*, user: User, case: Case, seen: Mapping[str, object]) -> Case:
    """Change the fields that ``seen`` names, if they still are as it says. Only who leads a case says who sees it.

    Everything else of ``case`` becomes what is stored, whatever the caller had there. Raises ``Conflict`` if
    somebody changed one of the fields meanwhile, ``NotAllowed``, ``Refused`` naming the field.
    """
    check_may_write(user, case)
    if "confidentiality" in seen and not may_lead(user, case):
        raise NotAllowed("Only the lead or a publishing editor may change who sees a case.")
    with acting(user):
        _reload_others(case, seen)
        _check(case)
        compare_and_set(case, seen)
    return case


def set_members(
    *, user: User, case: Case, members: Collection[User], lead: User, seen: Mapping[UUID, bool] | None = None
) -> None:
    """Let ``members`` and nobody else work on ``case``, and ``lead``, one of them, lead it.

    ``seen`` says who belonged to it, by their ids, and whether they led it, when the person looked. Raises
    ``Conflict`` if somebody changed that meanwhile, ``NotAllowed``, ``Refused``.
    """
    with acting(user):
        Case.objects.select_for_update().get(pk=case.pk)
        if not may_lead(user, case):
            raise NotAllowed("Only the lead or a publishing editor may say who belongs to a case.")
        present = dict(case.memberships.values_list("user", "lead"))
        if seen is not None and dict(seen) != present:
            raise Conflict("Somebody changed who works on this case meanwhile.")
        if lead not in members:
            raise Refused(f"{lead.display_name} leads this case; name another lead first.", field="lead")
        if not lead.has_role(*WRITERS):
            raise Refused(
                f"{lead.display_name} cannot lead a case: whoever leads it writes in it. Choose a journalist, a"
                " reviewer or a publishing editor.",
                field="lead",
            )
        case.memberships.filter(lead=True).exclude(user=lead).update(lead=False)
        case.memberships.exclude(user__in=members).delete()
        new = [member for member in members if member.pk not in present]
        Membership.objects.bulk_create(Membership(case=case, user=member) for member in new)
        case.memberships.filter(user=lead, lead=False).update(lead=True)


def add_member(*, user: User, case: Case, member: User) -> None:
    """Let ``member`` work on ``case`` too."""
    present = list(case.memberships.select_related("user"))
    if member not in (members := [row.user for row in present]):
        lead = next(row.user for row in present if row.lead)
        seen = {row.user_id: row.lead for row in present}
        set_members(user=user, case=case, members=[*members, member], lead=lead, seen=seen)


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
    if source.archiving != Archiving.NOW:
        raise Refused(f"This source is set to “{source.get_archiving_display()}”.", field="archiving")
    with transaction.atomic():
        return citing.ask(source, user)


def pin_copy(*, user: User, source: Source, capture: Capture) -> None:
    """Make ``capture`` the archived copy that ``source`` cites. The caller has locked the item.

    Raises ``Conflict`` if it has expired meanwhile.
    """
    with acting(user):
        if not is_kept(capture):
            raise Conflict("The files of this copy were removed meanwhile. Archive the page again.")
        source.capture = capture
        source.save(update_fields=["capture"])


def lock_item(item_id: UUID, expected_version: int) -> Item:
    """The item, locked until the transaction ends. Raises ``Conflict`` if it moved on."""
    item = Item.objects.select_for_update(of=("self",)).select_related("case").get(pk=item_id)
    if item.version != expected_version:
        raise moved_on(expected_version, item.version)
    return item


def moved_on(seen: int, now: int) -> Conflict:
    """The refusal of whoever acts on a draft that is no longer the present one."""
    return Conflict(f"Somebody saved this after you opened it (you saw draft {seen}, it is now {now}).")


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
