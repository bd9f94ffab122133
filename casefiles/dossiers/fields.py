"""Fields whose content can always be stored and published as it was said."""

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from casefiles.lib.dates import NotADate, PartialDate
from casefiles.lib.text import unstorable

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
    _CharField = models.CharField[str, str]
    _URLField = models.URLField[str, str]
else:  # Django's fields take no type arguments at run time
    _TextField, _CharField, _URLField = models.TextField, models.CharField, models.URLField


def storable(text: str) -> None:
    """Refuse NUL and lone surrogates, which neither the database nor a public document can hold."""
    if reason := unstorable(text):
        raise ValidationError(reason, code="unstorable")


class VerbatimField(_TextField):
    """Text kept to the letter."""

    default_validators = [storable]


class LineField(_CharField):
    """One line of text; 300 characters unless told."""

    default_validators = [storable]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(*args, **kwargs)


def partial_date(text: str) -> None:
    """Refuse what is no date in our subset of EDTF (ISO 8601-2)."""
    try:
        PartialDate.parse(text)
    except NotADate as error:
        raise ValidationError(str(error), code="not_a_date") from error


class PartialDateField(_CharField):
    """A date as exactly as it is known: an EDTF string, blank for unknown.

    Two fields beside it, ``<name>_earliest`` and ``<name>_latest`` (see ``bound``), hold the first and last
    day it can mean, for sorting alone; either is null where the date is open or unknown.
    """

    default_validators = [storable, partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        text = super().pre_save(model_instance, add)
        bounds: tuple[datetime.date | None, datetime.date | None] = (None, None)
        if text:
            date = PartialDate.parse(text)
            bounds = (date.earliest, date.latest)
        setattr(model_instance, f"{self.name}_earliest", bounds[0])
        setattr(model_instance, f"{self.name}_latest", bounds[1])
        return text


def bound() -> "models.DateField[datetime.date | None, datetime.date | None]":
    """A field for the first or last day that a partial date beside it can mean."""
    return models.DateField(null=True, blank=True, editable=False)


class AddressField(_URLField):
    """A web address; one typed without a scheme is taken as https."""

    default_validators = [*models.URLField.default_validators, storable]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
