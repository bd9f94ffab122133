"""Every value that can reach a document has words for readers."""

import pytest
from django.db.models import Choices

from casefiles.dossiers import vocabularies
from casefiles.dossiers.models import (
    Actor,
    Attribution,
    Evidence,
    LegalAction,
    Operation,
    ReplyRequest,
    Source,
    Statement,
)
from casefiles.editions import formats
from casefiles.reader import page, words
from casefiles.reader.countries import country_words

PUBLIC: dict[str, type[Choices]] = {
    "actor_type": vocabularies.ActorType,
    "relation": vocabularies.ActorRelation,
    "operation_type": vocabularies.OperationType,
    "sectors": vocabularies.Sector,
    "source_type": vocabularies.SourceType,
    "speech": vocabularies.Speech,
    "words": vocabularies.Words,
    "stance": vocabularies.Stance,
    "yardstick": vocabularies.Yardstick,
    "likelihood": vocabularies.Likelihood,
    "confidence": vocabularies.Confidence,
    "responsibility": vocabularies.Responsibility,
    "basis": vocabularies.Basis,
    "attribution_type": vocabularies.AttributionType,
    "evidence_type": vocabularies.EvidenceType,
    "bearing": vocabularies.Bearing,
    "act": vocabularies.LegalAct,
    "outcome": vocabularies.ReplyOutcome,
}
DESK_ONLY = {"archiving", "credibility", "tlp", "our_confidence"}


@pytest.mark.parametrize("field", PUBLIC)
def test_every_value_has_words(field: str) -> None:
    assert set(words.VALUES[field]) == set(PUBLIC[field].values)
    assert all(words.VALUES[field].values())


def test_no_field_with_choices_is_forgotten() -> None:
    kinds = (Actor, Attribution, Evidence, LegalAction, Operation, ReplyRequest, Source, Statement)
    with_choices = {field.name for kind in kinds for field in kind._meta.fields if field.choices}
    assert with_choices - DESK_ONLY <= set(PUBLIC)


def test_every_kind_has_words() -> None:
    assert set(words.KINDS) == set(formats.KIND_ORDER)
    assert set(words.EDITION_KINDS) == set(formats.EDITION_KINDS)


def test_the_same_acts_are_charges() -> None:
    assert {act.value for act in vocabularies.CHARGES} == page.CHARGES


def test_the_unknown_is_shown_as_it_is() -> None:
    assert words.value_words("stance", "of a later format") == "of a later format"
    assert words.field_words("something_new") == "something new"
    assert (country_words("FI"), country_words("XX")) == ("Finland", "XX")
