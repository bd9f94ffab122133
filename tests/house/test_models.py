"""Models keep to the layers: no key points upward, no reverse accessor shows downward, no HTTP comes in."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from casefiles.archive.models import Capture
from casefiles.dossiers.models import Case
from tests.house.layers import CASEFILES, levels, packages

FORBIDDEN = (
    "celery",
    "django.contrib.admin",
    "django.core.handlers",
    "django.forms",
    "django.http",
    "django.middleware",
    "django.shortcuts",
    "django.template",
    "django.urls",
    "django.views",
    "kombu",
    "requests",
    "rest_framework",
)
"""What models do without. import-linter sees the packages among these, and not the parts of Django."""


def ours() -> list[type[models.Model]]:
    """Every model of the house, rows of history and through tables included."""
    known = levels()
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model.__module__.startswith("casefiles.") and model._meta.app_label in known]


def across(found: Iterable[type[models.Model]]) -> Iterator[tuple[str, Any, str, str]]:
    """Every key from one app of the house to another: its name, itself, where from and where to."""
    for model in found:
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                continue
            source, target = model._meta.app_label, field.related_model._meta.app_label
            if source != target and target in levels():
                yield f"{model.__name__}.{field.name}", field, source, target


def upward(found: Iterable[type[models.Model]]) -> list[str]:
    """Keys to an app that does not stand below."""
    level = levels()
    return [name for name, _, source, target in across(found) if level[source] <= level[target]]


def seen_from_below(found: Iterable[type[models.Model]]) -> list[str]:
    """Keys that give a model of another app an attribute leading back."""
    return [name for name, field, _, _ in across(found) if not field.remote_field.hidden]


def test_no_key_points_upward() -> None:
    assert upward(ours()) == []


def test_no_reverse_accessor_shows_downward() -> None:
    assert seen_from_below(ours()) == []


def test_the_walk_reaches_keys_between_apps() -> None:
    names = {name for name, *_ in across(ours())}
    assert {"Source.capture", "Decision.item", "Membership.user", "Capture.requested_by"} <= names


@isolate_apps("casefiles.archive")
def test_a_key_upward_would_be_found() -> None:
    class Planted(models.Model):
        case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "archive"

    assert upward([Planted]) == ["Planted.case"]
    assert seen_from_below([Planted]) == []


@isolate_apps("casefiles.dossiers")
def test_a_reverse_accessor_would_be_found() -> None:
    class Planted(models.Model):
        capture = models.ForeignKey(Capture, on_delete=models.CASCADE, related_name="planted")

        class Meta:
            app_label = "dossiers"

    assert seen_from_below([Planted]) == ["Planted.capture"]
    assert upward([Planted]) == []


def test_every_app_is_placed_and_every_place_is_an_app() -> None:
    assert set(levels()) == packages()


def test_every_app_with_models_is_installed() -> None:
    installed = {config.name for config in apps.get_app_configs()}
    with_models = {path.relative_to(CASEFILES).parts[0] for path in model_files()}
    assert {f"casefiles.{app}" for app in with_models} <= installed


def model_files() -> list[Path]:
    return sorted([*CASEFILES.glob("*/models.py"), *CASEFILES.glob("*/models/*.py")])


def imported(source: str) -> set[str]:
    """Every name that is imported, anywhere in ``source``, as dotted paths."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def forbidden(source: str) -> set[str]:
    return {name for name in imported(source) if any(f"{name}.".startswith(f"{part}.") for part in FORBIDDEN)}


def test_models_know_nothing_of_http() -> None:
    files = model_files()
    assert len(files) > 8
    assert {path.name: found for path in files if (found := forbidden(path.read_text()))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import HttpRequest",
        "from django import http",
        "import django.views.generic",
        "def late():\n    from celery import shared_task",
        "if TYPE_CHECKING:\n    from rest_framework.request import Request",
    ],
)
def test_an_import_of_http_would_be_found(line: str) -> None:
    assert forbidden(line)
    assert not forbidden("from django.db import models\nfrom django.utils import timezone")
