"""Fields whose content can always be stored and published as it was said."""

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
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


def refuse_spaces_alone(field: "models.Field[str, str]", value: Any) -> None:
    """Refuse spaces where a text is needed, as a form does: a passage of spaces says nothing."""
    if not field.blank and isinstance(value, str) and value and not value.strip():
        raise ValidationError(field.error_messages["blank"], code="blank")


class VerbatimInput(forms.CharField):
    """What was typed, to the letter: spaces at its ends stay, and lines end as they are stored.

    Browsers send every line end as CR LF (HTML, form submission); kept so, a text that nobody touched would
    differ from itself and lapse its approval. Spaces alone are nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "strip": False})

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if text is None or not text.strip():
            return self.empty_value
        return text.replace("\r\n", "\n")


class VerbatimField(_TextField):
    """Text kept to the letter."""

    default_validators = [storable]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": VerbatimInput, **kwargs})

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        refuse_spaces_alone(self, value)


class LineField(_CharField):
    """One line of text; 300 characters unless told."""

    default_validators = [storable]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        refuse_spaces_alone(self, value)
        if value and len(value.splitlines()) > 1:
            raise ValidationError("Write it on one line.", code="lines")


class LanguageField(LineField):
    """The language of a text, by the form of its tag (BCP 47)."""

    default_validators = [
        storable,
        RegexValidator(
            r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z", "Write the language as a tag, for instance en, fi or zh-Hans."
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 35)
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

    default_validators = [URLValidator(schemes=["http", "https"]), storable]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
