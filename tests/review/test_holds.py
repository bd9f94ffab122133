"""A source that asks for silence is heard while it is in its case, and no longer."""

import pytest

from casefiles.archive.models import Capture, SiteHold
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving
from casefiles.lib.errors import Refused
from casefiles.review.actions import decide
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db
PAGE = "https://news.example/page"


@pytest.fixture
def source(room: Newsroom) -> Source:
    return room.source(url=PAGE, archiving=Archiving.HOLD)


def move(room: Newsroom, source: Source, *transitions: str) -> None:
    for transition in transitions:
        item = current(source)
        decide(transition=transition, user=room.reviewer, item=item, version=item.version, note="Because.")


def is_held() -> bool:
    return SiteHold.objects.exists()


OUT = {"withdrawn": ["withdraw"], "rejected": ["submit", "reject"]}


@pytest.mark.parametrize("out", OUT)
def test_a_source_out_of_its_case_holds_no_site(room: Newsroom, source: Source, out: str) -> None:
    other = room.another_case()
    with pytest.raises(Refused, match="ask a publishing editor"):
        room.add(Source(title="Elsewhere", url=PAGE, archiving=Archiving.NOW), case=other)
    move(room, source, *OUT[out])
    assert not is_held()
    room.add(Source(title="Elsewhere", url=PAGE, archiving=Archiving.NOW), case=other)
    assert Capture.objects.count() == 1


@pytest.mark.parametrize("out", OUT)
def test_once_it_is_back_it_is_heard_again(room: Newsroom, source: Source, out: str) -> None:
    move(room, source, *OUT[out], "reopen")
    assert SiteHold.objects.get().holder == source.pk


def test_other_decisions_leave_the_hold_as_it_is(room: Newsroom, source: Source) -> None:
    for transition in ("submit", "request_changes", "submit", "approve"):
        move(room, source, transition)
        assert is_held()


def test_other_holds_stand(room: Newsroom, source: Source) -> None:
    other = room.source(url=f"{PAGE}/2", archiving=Archiving.HOLD)
    move(room, source, "withdraw")
    assert SiteHold.objects.get().holder == other.pk


@pytest.mark.parametrize("archiving", [Archiving.NOW, Archiving.UPLOAD])
def test_what_asked_for_no_silence_holds_nothing_when_it_is_back(room: Newsroom, archiving: str) -> None:
    source = room.source(url=PAGE, archiving=archiving)
    move(room, source, "withdraw", "reopen")
    assert not is_held()
