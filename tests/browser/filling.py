"""Two published cases, written and approved by the actions that people use: ``python -m tests.browser.filling``.

Run with the environment of the desk. Prints what was filled in, as JSON.
"""

import json
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import django
from django.core.exceptions import ValidationError
from django.db import models, transaction

django.setup()

from casefiles.dossiers.actions import create_case, relate  # noqa: E402 (Django first)
from casefiles.dossiers.models import (  # noqa: E402
    Actor,
    ActorLink,
    Alias,
    Attribution,
    Case,
    CaseText,
    EditorNote,
    Event,
    Evidence,
    EvidenceBearing,
    Impact,
    KindModel,
    LegalAction,
    NoteSubject,
    Operation,
    Publisher,
    ReplyRequest,
    Source,
    Statement,
)
from casefiles.dossiers.vocabularies import Archiving  # noqa: E402
from tests.browser.running import HARD_CASE, HOSTILE_CASE  # noqa: E402
from tests.browser.words import ARABIC, CHINESE, HARD, HOSTILE, HOSTILE_TOGETHER, LONG  # noqa: E402
from tests.newsroom import Newsroom  # noqa: E402

ACCUSERS, ACCUSED, CLAIMS = 9, 7, 25
NAMED, UNNAMED = ("speaker_name", "speaker_role"), ("speaker_description", "anonymity_reason")
"""Whoever speaks is one or the other."""

_Kind = TypeVar("_Kind", bound=KindModel)


@dataclass
class Writer:
    """Writes the same words into every text field that takes them."""

    room: Newsroom
    filled: set[str] = field(default_factory=set)
    """Fields that took some words, as ``kind.field``."""

    def add(self, row: _Kind, words: str, *, but: Collection[str] = ()) -> _Kind:
        for each in _texts(row, but):
            taken = words if each.max_length is None else " ".join(words.split())[: each.max_length]
            try:
                each.clean(taken, row)
            except ValidationError:
                continue  # an address, a language, a date: it takes no other words
            setattr(row, each.name, taken)
            self.filled.add(f"{row.KIND}.{each.name}")
        return self.room.add(row)

    def everything(self, words: str) -> None:
        """An item of each kind but the case's text, joined to each other."""
        accuser = self.add(Actor(actor_type="country"), words)
        accused = self.add(Actor(actor_type="state_organ"), words)
        self.add(Alias(actor=accused, coined_by=accuser), words)
        publisher = self.add(Publisher(), words)
        source = self.add(Source(archiving=Archiving.UPLOAD, publisher=publisher, published="2021-07-19"), words)
        operation = self.add(Operation(operation_type="incident", other_names=[" ".join(words.split())]), words)
        statement = self.add(Statement(source=source, speaker=accuser, said="2021-07"), words, but=UNNAMED)
        self.add(Statement(source=source, speaker=accuser, said="2021-07"), words, but=NAMED)
        claim = self.add(
            Attribution(statement=statement, operation=operation, accuser=accuser, accused=accused, words="attributes"),
            words,
        )
        self.add(ActorLink(subject=accuser, relation="sponsored_by", object=accused, statement=statement), words)
        self._around(claim, operation, source, words)

    def _around(self, claim: Attribution, operation: Operation, source: Source, words: str) -> None:
        evidence = self.add(Evidence(evidence_type="testimony"), words)
        self._relate(EvidenceBearing(evidence=evidence, attribution=claim), evidence)
        self.add(LegalAction(operation=operation, act="indicted", by=claim.accuser, source=source), words)
        self.add(Event(operation=operation, source=source, date="2021-07-19"), words)
        self.add(Impact(operation=operation, statement=claim.statement), words)
        self.add(ReplyRequest(to=claim.accused, outcome="public_reply", statement=claim.statement), words)
        note = self.add(EditorNote(resolved=True), words)
        self._relate(NoteSubject(note=note, subject=claim.item), note)

    def _relate(self, row: models.Model, owner: KindModel) -> None:
        relate(user=self.room.author, through_row=row, owner=owner.item)

    def many_claims(self, names: Sequence[str]) -> None:
        """Many claims about one operation, each with its statement, by and about actors with ``names``."""
        accusers = [self.room.actor(f"{number}. {names[number % len(names)]}") for number in range(ACCUSERS)]
        accused = [self.room.actor(f"{number}: {names[-number % len(names)]}"[:300]) for number in range(ACCUSED)]
        operation, source = self.room.operation(names[1]), self.room.source(names[0])
        for number in range(CLAIMS):
            statement = self.room.statement(source, passage=f"{names[number % len(names)]} {number}")
            self.room.attribution(
                statement=statement,
                operation=operation,
                accuser=accusers[number % ACCUSERS],
                accused=accused[number % ACCUSED],
            )


def _texts(row: KindModel, but: Collection[str]) -> Iterator[Any]:
    for each in row._meta.concrete_fields:
        written = isinstance(each, models.CharField | models.TextField) and each.editable and not each.choices
        if written and each.name not in but:
            yield each


def _case(room: Newsroom, slug: str, title: str) -> Newsroom:
    case: Case = create_case(user=room.author, slug=slug, working_title=title)
    return replace(room, case=case)


@transaction.atomic
def main() -> None:
    room = _case(Newsroom.open("another"), HOSTILE_CASE, HOSTILE[0])
    writer = Writer(room)
    for several in HOSTILE_TOGETHER:
        writer.everything(several)
    writer.add(CaseText(), "\n\n".join(HOSTILE))
    hard = Writer(_case(room, HARD_CASE, HARD[0]))
    for words in (LONG, ARABIC, CHINESE):
        hard.everything(words)
    hard.many_claims(HARD)
    hard.add(CaseText(), "\n\n".join(HARD))
    for each in (writer, hard):
        each.room.approve_all()
        each.room.publish()
    json.dump(sorted(writer.filled), sys.stdout)


if __name__ == "__main__":
    main()
