"""A newsroom with an empty case and one that could be published: made once a module, and fresh for each test."""

import copy
from dataclasses import replace
from typing import NamedTuple

import pytest

from casefiles.dossiers.actions import add_member, create_case
from casefiles.dossiers.models import Attribution
from casefiles.dossiers.vocabularies import Confidentiality
from tests.conftest import Kept
from tests.newsroom import Newsroom


class Prepared(NamedTuple):
    """The same people, with an empty case and with a full one, whose claim this is."""

    empty: Newsroom
    full: Newsroom
    claim: Attribution

    @classmethod
    def make(cls) -> "Prepared":
        full = Newsroom.open()
        full.text()
        claim = full.attribution()
        full.approve_all()
        case = create_case(
            user=full.author, slug="empty", working_title="Empty", confidentiality=Confidentiality.MEMBERS
        )
        for member in (full.teammate, full.reviewer, full.publisher, full.counsel):
            add_member(user=full.author, case=case, member=member)
        return cls(replace(full, case=case), full, claim)


@pytest.fixture(scope="module")
def prepared(kept: Kept[Prepared]) -> Prepared:
    return kept(Prepared.make)


@pytest.fixture
def room(db: None, prepared: Prepared) -> Newsroom:
    """The newsroom, at its empty case."""
    return copy.deepcopy(prepared.empty)


@pytest.fixture
def claim(room: Newsroom, prepared: Prepared) -> Attribution:
    """The claim of a case in which all that a first edition needs is approved; the newsroom is at that case."""
    room.case = copy.deepcopy(prepared.full.case)
    return copy.deepcopy(prepared.claim)
