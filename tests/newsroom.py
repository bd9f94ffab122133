"""A fixed cast, a case, and items made through the actions that people use."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.db.models import Q

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.actions import create_case, create_item, set_members
from casefiles.dossiers.models import (
    Actor,
    Attribution,
    Case,
    CaseText,
    Item,
    KindModel,
    Membership,
    Operation,
    Source,
    Statement,
)
from casefiles.dossiers.vocabularies import (
    SHARED_KINDS,
    ActorType,
    Archiving,
    Confidentiality,
    OperationType,
    Stance,
    Words,
)
from casefiles.editions.models import Edition, EditionKind
from casefiles.publishing.actions import preview, preview_retraction, publish_case
from casefiles.review.actions import approve, submit
from casefiles.review.states import with_state
from casefiles.review.transitions import State

_Kind = TypeVar("_Kind", bound=KindModel)


def person(name: str, *roles: Role, superuser: bool = False) -> User:
    """Somebody with an account; they log in by ``client.force_login``."""
    user = User.objects.create(
        username=name, email=f"{name}@news.example", first_name=name.capitalize(), is_staff=True, is_superuser=superuser
    )
    user.groups.add(*Group.objects.filter(name__in=roles))
    return user


@dataclass
class Newsroom:
    """Who works here, and the members-only case that they work on.

    The outsider is a journalist, and no member. The superuser has no role.
    """

    author: User
    teammate: User
    reviewer: User
    publisher: User
    counsel: User
    outsider: User
    administrator: User
    superuser: User
    case: Case

    @classmethod
    def open(cls, slug: str = "exchange", confidentiality: str = Confidentiality.MEMBERS) -> "Newsroom":
        author = person("author", Role.JOURNALIST)
        case = create_case(user=author, slug=slug, working_title="The Exchange case", confidentiality=confidentiality)
        room = cls(
            author=author,
            teammate=person("teammate", Role.JOURNALIST),
            reviewer=person("reviewer", Role.REVIEWER),
            publisher=person("publisher", Role.PUBLISHING_EDITOR),
            counsel=person("counsel", Role.COUNSEL),
            outsider=person("outsider", Role.JOURNALIST),
            administrator=person("administrator", Role.ADMINISTRATOR),
            superuser=person("superuser", superuser=True),
            case=case,
        )
        members = (room.teammate, room.reviewer, room.publisher, room.counsel)
        Membership.objects.bulk_create(Membership(case=case, user=user) for user in members)
        return room

    def another_case(self, slug: str = "elsewhere") -> Case:
        """A members-only case of the author's alone."""
        return create_case(
            user=self.author, slug=slug, working_title="Another case", confidentiality=Confidentiality.MEMBERS
        )

    def leaves(self, member: User, *, user: User | None = None) -> None:
        """``member`` no longer works on the case, by ``user`` or the author, who leads it."""
        others = User.objects.filter(pk__in=self.case.memberships.values("user")).exclude(pk=member.pk)
        set_members(user=user or self.author, case=self.case, members=others, lead=self.author)

    def add(self, row: _Kind, *, user: User | None = None, case: Case | None = None) -> _Kind:
        """``row``, saved as an item of the case (of none, if its kind is shared) by ``user`` or the author."""
        shared = row.KIND in SHARED_KINDS
        return create_item(user=user or self.author, row=row, case=None if shared else case or self.case)

    def actor(self, name: str, actor_type: str = ActorType.COUNTRY) -> Actor:
        return self.add(Actor(name=name, actor_type=actor_type))

    def operation(self, name: str = "Exchange") -> Operation:
        return self.add(Operation(name=name, operation_type=OperationType.CAMPAIGN))

    def source(self, title: str = "A statement", **fields: Any) -> Source:
        """A source that is to be uploaded, so that nothing is fetched, unless ``fields`` say otherwise."""
        return self.add(Source(**{"title": title, "archiving": Archiving.UPLOAD} | fields))

    def statement(self, source: Source | None = None, passage: str = "They did it.", **fields: Any) -> Statement:
        fields = fields if "speaker_name" in fields else {"speaker_description": "An official"} | fields
        return self.add(Statement(source=source or self.source(), passage=passage, **fields))

    def attribution(self, **fields: Any) -> Attribution:
        """A claim, with everything it stands on that ``fields`` do not give."""
        made = dict(fields)
        for name, make in (
            ("statement", self.statement),
            ("operation", self.operation),
            ("accuser", lambda: self.actor("United States")),
            ("accused", lambda: self.actor("China")),
        ):
            if name not in made:
                made[name] = make()
        return self.add(Attribution(**{"stance": Stance.ACCUSES, "words": Words.ATTRIBUTES} | made))

    def text(self, **fields: Any) -> CaseText:
        return self.add(
            CaseText(**{"title": "Who did it", "standfirst": "Some say these did.", "byline": "The desk"} | fields)
        )

    def approve(self, *rows: KindModel, user: User | None = None) -> None:
        """Their author submits ``rows``, the reviewer (or ``user``) approves them."""
        for row in rows:
            item = Item.objects.select_related("case").get(pk=row.pk)
            submit(user=self.author, item=item, version=item.version)
            item.refresh_from_db()
            approve(user=user or self.reviewer, item=item, version=item.version)

    def approve_all(self, *, user: User | None = None) -> None:
        """Everything of the case, and everything shared, that nobody has decided on, by the reviewer or ``user``."""
        for item in with_state(Item.objects.filter(Q(case=self.case) | Q(case=None)).select_related("case")):
            if item.state in {State.DRAFT, State.LAPSED, State.CHANGES_REQUESTED}:  # type: ignore[attr-defined]
                submit(user=self.author, item=item, version=item.version)
                item.refresh_from_db()
                approve(user=user or self.reviewer, item=item, version=item.version)

    def publish(self, kind: str = "first", note: str = "") -> Edition:
        look = preview_retraction if kind == EditionKind.RETRACTION else preview
        seen = look(user=self.publisher, case=self.case)
        assert seen is not None, "nothing is published that could be retracted"
        return publish_case(user=self.publisher, case=self.case, kind=kind, note=note, confirmed=seen.confirmation)


def current(row: KindModel) -> Item:
    """The item of ``row`` as it is in the database now."""
    return Item.objects.select_related("case").get(pk=row.pk)
