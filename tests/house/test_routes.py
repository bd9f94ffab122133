"""Every address that readers can reach is known here, and none does more than read.

A new route fails until it has a row: whoever adds one says what it answers. The newsroom's are in
``test_desk_routes``.
"""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, set_urlconf
from pytest_django.fixtures import Settings

from casefiles.archive.actions import open_capture
from casefiles.archive.states import Access
from casefiles.lib import passing
from tests.copies import archived, dated
from tests.editions.documents import publish_exchange
from tests.reader.surface import as_public
from tests.replay.pages import body_of

PUBLIC = {
    "": "/",
    "cases/<slug:slug>/": "/cases/exchange-2021/",
    "cases/<slug:slug>/editions/": "/cases/exchange-2021/editions/",
    "cases/<slug:slug>/editions/<int:number>/": "/cases/exchange-2021/editions/1/",
    "cases/<slug:slug>/editions/<int:number>/document.json": "/cases/exchange-2021/editions/1/document.json",
    "cases/<slug:slug>/sources/<source_number:number>/": "/cases/exchange-2021/sources/S3/",
    "actors/<uuid:actor_id>/": "/actors/{actor}/",
    "schemas/casefile/1.json": "/schemas/casefile/1.json",
    "schemas/item/1.json": "/schemas/item/1.json",
    ".well-known/security.txt": "/.well-known/security.txt",
    "api/schema/": "/api/schema/",
    "api/^(?P<version>v1)/cases/$": "/api/v1/cases/",
    "api/^(?P<version>v1)/cases/(?P<slug>[-a-zA-Z0-9_]+)/$": "/api/v1/cases/exchange-2021/",
    "api/^(?P<version>v1)/cases/(?P<slug>[-a-zA-Z0-9_]+)/editions/$": "/api/v1/cases/exchange-2021/editions/",
    "api/^(?P<version>v1)/cases/(?P<slug>[-a-zA-Z0-9_]+)/editions/(?P<number>[0-9]{1,9})/$": (
        "/api/v1/cases/exchange-2021/editions/1/"
    ),
    "api/^(?P<version>v1)/cases/(?P<slug>[-a-zA-Z0-9_]+)/editions/(?P<number>[0-9]{1,9})/document\\.json$": (
        "/api/v1/cases/exchange-2021/editions/1/document.json"
    ),
}
"""Route → an address of it that there is, once the Exchange case is published."""
_OF_A_COPY = {
    "": "",
    "page/": "page/",
    "page/frame/": "page/frame/",
    "files/<int:number>/": "files/0/",
    "download/<slug:role>/": "download/text/",
    "custody.json": "custody.json",
    "stamps/<slug:digest>.tsr": "stamps/{stamp}.tsr",
}
REPLAY = {
    **{f"captures/<uuid:capture_id>/{route}": f"/captures/{{capture}}/{path}" for route, path in _OF_A_COPY.items()},
    **{
        f"sealed/<str:ticket>/captures/<uuid:capture_id>/{route}": f"/sealed/{{ticket}}/captures/{{capture}}/{path}"
        for route, path in _OF_A_COPY.items()
    },
    "how-to-check/": "/how-to-check/",
}
WRITING = ("post", "put", "patch", "delete")


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every route below ``patterns``, as it is written."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern)


def of(urlconf: str) -> list[str]:
    return list(routes(import_module(urlconf).urlpatterns))


@pytest.mark.parametrize(("urlconf", "known"), [("config.urls_public", PUBLIC), ("config.urls_replay", REPLAY)])
def test_every_route_is_known(urlconf: str, known: dict[str, str]) -> None:
    assert sorted(of(urlconf)) == sorted(known)


@pytest.fixture
def surface(settings: Settings) -> Iterator[Settings]:
    as_public(settings)
    settings.SECURITY_CONTACT = "mailto:security@newsroom.example"
    yield settings
    set_urlconf(None)


def _reads_alone(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert body_of(answer)
    assert client.head(address).status_code == 200, address
    for method in WRITING:
        response = getattr(client, method)(address, data="{}", content_type="application/json")
        assert response.status_code == 405, (method, address)
        assert not response.cookies
    assert client.options(address).status_code in {200, 405}


@pytest.mark.django_db
def test_public_routes_read_and_do_nothing_else(client: Client, surface: Settings) -> None:
    draft, _, _ = publish_exchange()
    for address in PUBLIC.values():
        _reads_alone(client, address.format(actor=draft.apt31))


@pytest.mark.django_db
def test_replay_routes_read_and_do_nothing_else(client: Client, surface: Settings) -> None:
    surface.ROOT_URLCONF = "config.urls_replay"
    set_urlconf(None)
    capture = open_capture(capture_id=archived().pk, level=Access.PUBLIC, user=None)
    surface.ARCHIVE_LINK_KEY = "a key for links to sealed copies"
    stamp = dated(capture)
    for address in REPLAY.values():
        ticket = passing.ticket_for(capture.pk)
        _reads_alone(client, address.format(capture=capture.pk, ticket=ticket, stamp=stamp))
