"""What the next edition of a case would be: what goes in, what stays out and why, what forbids it."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from casefiles.dossiers.models import Alias, Case, Item, KindModel
from casefiles.dossiers.vocabularies import SHARED_KINDS, Kind
from casefiles.editions.models import Edition, Removal
from casefiles.lib.canonical import canonical, digest
from casefiles.publishing.public_fields import PREFETCH, SELECT, public_fields, references
from casefiles.review.models import Release
from casefiles.review.states import with_state
from casefiles.review.transitions import State

KIND_MODELS: dict[Kind, type[KindModel]] = {model.KIND: model for model in KindModel.__subclasses__()}

_WHY = {
    State.DRAFT: "It is a draft that nobody has submitted for review.",
    State.SUBMITTED: "It is waiting for review.",
    State.CHANGES_REQUESTED: "A reviewer asked for changes.",
    State.LAPSED: "It was changed after it was approved; it has to be approved again.",
    State.REJECTED: "A reviewer rejected it.",
    State.WITHDRAWN: "It was withdrawn.",
}
_WITHHELD = "A recorded removal withholds it as it was published; change it and have it approved anew, or withdraw it."
_OPEN = "It is still open."
_PUBLISHABLE = frozenset({State.APPROVED, State.PUBLISHED})


@dataclass
class Entry:
    """An item on the way into an edition."""

    item: Item
    state: State
    fields: dict[str, Any] = field(default_factory=dict)
    refs: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return str(self.item.pk)

    @property
    def kind(self) -> Kind:
        return Kind(self.item.kind)


@dataclass
class LeftOut:
    """An item that stays out, and every reason in a sentence."""

    item: Item
    reasons: list[str]
    was_published: bool = False

    @property
    def state(self) -> State:
        """Where the item stands; an approved one is left out for what it refers to, or is an open note."""
        return _state(self.item)


@dataclass
class Plan:
    """The next edition as it would be now. ``confirmation`` names exactly this plan."""

    case: Case
    number: int
    items: list[Entry]
    left_out: list[LeftOut]
    blockers: list[str]
    added: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    withdrawn: list[Item] = field(default_factory=list)
    previous: Edition | None = None

    @property
    def confirmation(self) -> str:
        """The digest of what the publishing editor is shown and confirms."""
        told = {
            "case": str(self.case.pk),
            "slug": self.case.slug,
            "number": self.number,
            "items": sorted([entry.id, entry.item.version] for entry in self.items),
            "left_out": sorted([str(left.item.pk), *left.reasons] for left in self.left_out),
            "blockers": self.blockers,
        }
        return digest(canonical(told))

    @property
    def has_changes(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    @property
    def reached(self) -> list[uuid.UUID]:
        """Every item that the plan looked at, in the order in which they are locked."""
        return sorted({entry.item.pk for entry in self.items} | {left.item.pk for left in self.left_out})


def plan_edition(case: Case) -> Plan:
    """Work out the next edition of ``case`` in a number of queries that does not grow with its items."""
    own = {str(item.pk): item for item in with_state(Item.objects.filter(case=case))}
    entries = _load(item for item in own.values() if _state(item) in _PUBLISHABLE)
    shared = {str(item.pk): item for item in with_state(_shared(entries))}
    entries |= _load(item for item in shared.values() if _state(item) in _PUBLISHABLE)
    # An alias brings in whoever coined it.
    coiners = {ref for entry in entries.values() if entry.kind == Kind.ALIAS for ref in entry.refs} - shared.keys()
    more = {str(item.pk): item for item in with_state(Item.objects.filter(pk__in=coiners))}
    entries |= _load(item for item in more.values() if _state(item) in _PUBLISHABLE)
    known = own | shared | more

    left_out = {
        key: LeftOut(item, [_WHY[_state(item)]]) for key, item in known.items() if _state(item) not in _PUBLISHABLE
    }
    _drop_withheld(entries, left_out)
    _drop_open_notes(entries, left_out)
    blockers = _drop_unsupported(entries, known, left_out)
    _keep_needed_shared(entries)
    previous = Edition.objects.filter(case_id=case.pk).order_by("-number").first()
    if previous and previous.slug != case.slug:
        blockers.append(f"This case is published at “{previous.slug}”; its address cannot change. Set it back.")
    plan = Plan(
        case=case,
        number=previous.number + 1 if previous else 1,
        items=sorted(entries.values(), key=_place),
        left_out=sorted(left_out.values(), key=lambda left: (left.item.kind, left.item.created_at)),
        blockers=blockers,
        previous=previous,
    )
    _compare(plan, known)
    return plan


def released_digests(entries: Iterable[Entry]) -> dict[str, str]:
    """The names under which items are out already, just as they are now."""
    versions = {entry.item.pk: entry.item.version for entry in entries}
    rows = Release.objects.filter(item__in=versions)
    return {str(row.item_id): row.digest for row in rows if row.version == versions[row.item_id]}


def _place(entry: Entry) -> tuple[int, datetime.datetime, str]:
    return list(Kind).index(entry.kind), entry.item.created_at, entry.id


def _state(item: Item) -> State:
    return State(item.state)  # type: ignore[attr-defined]


def _load(items: Iterable[Item]) -> dict[str, Entry]:
    """Entries with their fields, one query (and its prefetches) for each kind."""
    by_kind: dict[Kind, dict[Any, Item]] = defaultdict(dict)
    for item in items:
        by_kind[Kind(item.kind)][item.pk] = item
    entries: dict[str, Entry] = {}
    for kind, rows in by_kind.items():
        found = KIND_MODELS[kind]._default_manager.filter(pk__in=list(rows))
        found = found.select_related(*SELECT.get(kind, ())).prefetch_related(*PREFETCH.get(kind, ()))
        for row in found:
            item = rows[row.pk]
            fields = public_fields(row)
            entries[str(row.pk)] = Entry(item, _state(item), fields, references(kind, fields))
    return entries


def _shared(entries: dict[str, Entry]) -> Any:
    """Shared items that ``entries`` refer to, and the aliases of the actors among them."""
    refs = {uuid.UUID(ref) for entry in entries.values() for ref in entry.refs}
    aliases = Alias.objects.filter(actor__item__in=refs).values("item_id")
    return Item.objects.filter(Q(pk__in=refs) | Q(pk__in=aliases), kind__in=sorted(SHARED_KINDS))


def _drop_withheld(entries: dict[str, Entry], left_out: dict[str, LeftOut]) -> None:
    """Take out what is withheld just as it is now: its bytes are gone, and the same words must not come back."""
    versions = {entry.item.pk: entry.item.version for entry in entries.values()}
    for row in Release.objects.filter(item__in=versions, digest__in=Removal.objects.values("digest")):
        if row.version == versions[row.item_id]:
            left_out[str(row.item_id)] = LeftOut(entries.pop(str(row.item_id)).item, [_WITHHELD])


def _drop_open_notes(entries: dict[str, Entry], left_out: dict[str, LeftOut]) -> None:
    """Take out editors' notes that are not resolved, approved or not: readers get what was settled."""
    notes = [key for key, entry in entries.items() if entry.kind == Kind.EDITOR_NOTE]
    for key in notes:
        if not entries[key].fields["resolved"]:
            left_out[key] = LeftOut(entries.pop(key).item, [_OPEN])


def _drop_unsupported(entries: dict[str, Entry], known: dict[str, Item], left_out: dict[str, LeftOut]) -> list[str]:
    """Take out what refers to something that stays out, until nothing does. Returns the blockers."""
    while True:
        unsupported = {
            key: missing
            for key, entry in entries.items()
            if entry.kind != Kind.CASE_TEXT and (missing := entry.refs - entries.keys())
        }
        if not unsupported:
            break
        for key, missing in unsupported.items():
            reasons = [f"It refers to {_called(known, ref)}, which stays out." for ref in sorted(missing)]
            left_out[key] = LeftOut(entries[key].item, reasons)
        for key in unsupported:
            del entries[key]
    texts = [entry for entry in entries.values() if entry.kind == Kind.CASE_TEXT]
    blockers = [
        f"The case text refers to {_called(known, ref)}, which stays out."
        for text in texts
        for ref in sorted(text.refs - entries.keys())
    ]
    if not texts:
        blockers.append("There is no approved case text, so readers would have no title.")
    elif len(texts) > 1:
        blockers.append("There are two approved case texts; withdraw one.")
    if all(entry.kind in {Kind.CASE_TEXT, *SHARED_KINDS} for entry in entries.values()):
        blockers.append("Nothing is approved that could be published.")
    return blockers


def _keep_needed_shared(entries: dict[str, Entry]) -> None:
    """Shared items stay only while an item of the case, or an alias of such an actor, needs them."""
    needed = {ref for entry in entries.values() if entry.kind not in SHARED_KINDS for ref in entry.refs}
    for entry in list(entries.values()):
        if entry.kind == Kind.ALIAS and entry.fields["actor"] in needed:
            needed |= {entry.id} | entry.refs
    for key, entry in list(entries.items()):
        if entry.kind in SHARED_KINDS and key not in needed:
            del entries[key]


def _called(known: dict[str, Item], ref: str) -> str:
    if item := known.get(ref):
        return f"{item.get_kind_display().lower()} “{item.label}”"
    return f"an item that is not in this case ({ref})"


def _compare(plan: Plan, known: dict[str, Item]) -> None:
    """Say what differs from the previous edition."""
    if not plan.previous:
        plan.added = list(plan.items)
        return
    before = {str(row.item_id): row.digest for row in plan.previous.rows.all()}
    now = released_digests(plan.items)
    plan.added = [entry for entry in plan.items if entry.id not in before]
    # Not by state: what cases share may be out already as it is now, with another case.
    plan.changed = [entry for entry in plan.items if entry.id in before and now.get(entry.id) != before[entry.id]]
    gone = before.keys() - {entry.id for entry in plan.items}
    plan.withdrawn = [known[key] for key in sorted(gone) if key in known]
    unknown = gone - known.keys()
    plan.withdrawn += list(Item.objects.filter(pk__in=unknown).order_by("pk"))
    for left in plan.left_out:
        left.was_published = str(left.item.pk) in before
