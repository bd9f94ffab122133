"""What is not published cannot be told from nothing: two newsrooms that differ in drafts alone answer alike."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf
from pytest_django.fixtures import Settings

from casefiles.archive.models import Capture
from casefiles.dossiers.actions import create_case, create_item, save_item
from casefiles.dossiers.models import Actor, Alias, Attribution, Case, Item, Operation, Source
from casefiles.dossiers.vocabularies import ActorType, Archiving, OperationType
from casefiles.editions import reading
from casefiles.review.actions import submit, withdraw
from tests.copies import archived
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db

SECRET_CASE, SECRET_ACTOR, NOTHING = "secret-case", uuid.uuid4(), uuid.uuid4()
PAGE = "https://news.example/page"
Answer = tuple[int, bytes, list[tuple[str, str]], int]
"""Status, body, headers, and how many questions the database was asked."""


@dataclass
class World:
    """A newsroom with a published case, and what readers may ask it."""

    room: Newsroom
    claim: Attribution
    source: Source
    capture: Capture

    @classmethod
    def publish(cls) -> "World":
        room = Newsroom.open()
        capture = archived(PAGE)
        source = room.source("A page", url=PAGE, archiving=Archiving.NOW, show_whole_copy=True)
        room.text(narrative="What is said.")
        claim = room.attribution(statement=room.statement(source))
        room.approve_all()
        room.publish()
        return cls(room, claim, source, capture)

    @property
    def pages(self) -> list[str]:
        case, api = "/cases/exchange/", "/api/v1/cases/"
        return [
            *("/", "/?page=2", "/?q=secret", case, f"{case}editions/", f"{case}editions/1/", f"{case}sources/S1/"),
            *(f"{case}editions/1/document.json", f"{case}editions/2/", f"{case}sources/S2/"),
            *(f"/actors/{self.claim.accused_id}/", f"/actors/{SECRET_ACTOR}/", f"/actors/{NOTHING}/"),
            *(f"/cases/{SECRET_CASE}/", f"/cases/{SECRET_CASE}/editions/", f"/cases/{SECRET_CASE}/editions/1/"),
            *(api, f"{api}?page_size=1", f"{api}?search=secret", f"{api}?slug={SECRET_CASE}", f"{api}?ordering=-id"),
            *(f"{api}exchange/", f"{api}exchange/editions/", f"{api}exchange/editions/1/", f"{api}{SECRET_CASE}/"),
            *(f"{api}exchange/editions/1/document.json", f"{api}exchange/editions/2/", "/api/schema/"),
        ]

    @property
    def copies(self) -> list[str]:
        return [f"/captures/{self.capture.pk}/", f"/captures/{NOTHING}/", "/"]


def answer(path: str, **headers: str) -> Answer:
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path, headers=headers)
    return response.status_code, response.content, sorted(response.headers.items()), len(queries)


def all_answers(world: World, settings: Settings) -> dict[str, Answer]:
    """Everything that readers can learn."""
    found = {f"public {path}": answer(path) for path in world.pages}
    settings.ROOT_URLCONF = "config.urls_replay"
    set_urlconf(None)
    found |= {f"replay {path}": answer(path) for path in world.copies}
    settings.ROOT_URLCONF = "config.urls_public"
    set_urlconf(None)
    return found


def work_goes_on(world: World) -> None:
    """A day in the newsroom, at the end of which nothing more is published."""
    room = world.room
    secret = create_case(user=room.author, slug=SECRET_CASE, working_title="A secret")
    actor = Actor(item_id=SECRET_ACTOR, name="The secret group", actor_type=ActorType.THREAT_GROUP)
    create_item(user=room.author, row=actor, case=None)
    room.add(Operation(name="The secret operation", operation_type=OperationType.INCIDENT), case=secret)
    room.add(Alias(actor=world.claim.accused, name="SECRET NAME"))
    room.attribution(statement=world.claim.statement, operation=world.claim.operation, accused=actor)
    room.approve(room.source("A secret source"))
    world.claim.caveat = "A secret doubt."
    save_item(user=room.author, row=world.claim, expected_version=current(world.claim).version, fields=["caveat"])
    item = current(world.claim.operation)
    withdraw(user=room.author, item=item, version=item.version, note="A secret reason.")
    item = current(room.text(title="A secret title"))
    submit(user=room.author, item=item, version=item.version)
    archived(PAGE)
    archived("https://news.example/secret")
    Case.objects.filter(pk=room.case.pk).update(working_title="A secret working title")


@pytest.mark.slow
def test_two_newsrooms_that_differ_in_drafts_answer_alike(settings: Settings) -> None:
    world = World.publish()
    before = all_answers(world, settings)
    work_goes_on(world)
    after = all_answers(world, settings)
    assert {path for path, found in before.items() if after[path] != found} == set()
    assert b"ecret" not in b"".join(body for _, body, _, _ in after.values()).replace(SECRET_CASE.encode(), b"")


def test_what_is_published_is_among_them(settings: Settings) -> None:
    """Not everything answers that there is nothing."""
    world = World.publish()
    found = all_answers(world, settings)
    assert sum(status == 200 for status, *_ in found.values()) == 20
    assert b"What the page says." in found[f"replay /captures/{world.capture.pk}/"][1]


def test_a_tag_that_counted_drafts_would_be_noticed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World.publish()
    honest = reading.generation
    monkeypatch.setattr(reading, "generation", lambda: f"{honest()}.{Item.objects.count()}")
    before = all_answers(world, settings)
    work_goes_on(world)
    after = all_answers(world, settings)
    assert before["public /"] != after["public /"]
    assert before["public /api/v1/cases/"] != after["public /api/v1/cases/"]


def test_a_draft_and_nothing_answer_alike(settings: Settings) -> None:
    world = World.publish()
    sealed = archived(PAGE)
    work_goes_on(world)
    draft = Case.objects.get(slug=SECRET_CASE)
    nothing = answer("/cases/there-is-nothing/")
    for path in (f"/cases/{SECRET_CASE}/", f"/cases/{draft.pk}/", f"/actors/{SECRET_ACTOR}/", f"/actors/{draft.pk}/"):
        assert answer(path)[:3] == nothing[:3], path
    missing = answer("/api/v1/cases/there-is-nothing/")
    assert answer(f"/api/v1/cases/{SECRET_CASE}/") == missing
    settings.ROOT_URLCONF = "config.urls_replay"
    set_urlconf(None)
    assert answer(f"/captures/{sealed.pk}/") == answer(f"/captures/{NOTHING}/")


_TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "([a-z_]+)"')


def tables(path: str) -> set[str]:
    """The tables that are looked at to answer."""
    with CaptureQueriesContext(connection) as queries:
        Client().get(path)
    return {table for query in queries for table in _TABLE.findall(query["sql"])}


def test_readers_pages_and_the_api_look_at_editions_alone() -> None:
    world = World.publish()
    seen: set[str] = set().union(*(tables(path) for path in world.pages))
    assert "editions_edition" in seen
    assert {table for table in seen if not table.startswith("editions_")} == set()


def test_archived_pages_look_at_the_archive_alone(settings: Settings) -> None:
    world = World.publish()
    settings.ROOT_URLCONF = "config.urls_replay"
    set_urlconf(None)
    seen: set[str] = set().union(*(tables(path) for path in world.copies))
    assert seen == {"archive_capture", "archive_citedurl", "archive_capturefile", "archive_custodyevent"}


def test_a_look_at_drafts_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest: Any = reading.generation
    monkeypatch.setattr(reading, "generation", lambda: f"{honest()}.{Item.objects.count()}")
    assert "dossiers_item" in tables("/")
