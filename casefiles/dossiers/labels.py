"""``Item.label``, by which lists know an item: the summary of its content, also after something it names is renamed."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from casefiles.dossiers.models import Item, KindModel

LENGTH = 200
_LOCK = 0x6C61_6265  # "labe": whoever reads a name for a label shares this advisory lock, whoever renames has it alone


def hold(row: KindModel, fields: Collection[str]) -> None:
    """Before ``row`` is written: no name changes while a label is made of it, nor is a label made meanwhile.

    For a new name of ``row``, also locks ``row`` and what names it, in the order in which publishing locks.
    """
    if row.SUMMARY_NEEDS:
        _advise("pg_advisory_xact_lock_shared")
    elif "name" in fields and (naming := _naming(row)):
        _advise("pg_advisory_xact_lock")
        reached = reduce(or_, (Q(pk__in=rows.values("pk")) for rows in naming), Q(pk=row.pk))
        list(Item.objects.filter(reached).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def keep(row: KindModel) -> None:
    """Make the label of ``row``, just saved, say what is stored, and the labels of what names it as well."""
    stored = row
    if row.SUMMARY_NEEDS:  # what the caller's row names may be called otherwise by now
        stored = type(row)._default_manager.select_related(*row.SUMMARY_NEEDS).get(pk=row.pk)
    row.item.refresh_from_db()
    label = stored.summary[:LENGTH]
    if row.item.label != label:
        Item.objects.filter(pk=row.item_id).update(label=label)
        row.item.label = label
        _follow(row)


def _follow(renamed: KindModel) -> None:
    """The labels of what names ``renamed``, which other people wrote: their versions and approvals stand."""
    stale = []
    for rows in _naming(renamed):
        for row in rows.select_related("item", *rows.model.SUMMARY_NEEDS):
            label = row.summary[:LENGTH]
            if row.item.label != label:
                row.item.label = label
                stale.append(row.item)
    Item.objects.bulk_update(stale, ["label"])


def _naming(row: KindModel) -> list[QuerySet[KindModel]]:
    """Rows whose summaries read the name of ``row``, a query for each kind."""
    found = []
    for model in KindModel.__subclasses__():
        names = [name for name in model.SUMMARY_NEEDS if model._meta.get_field(name).related_model is type(row)]
        if names:
            found.append(model._default_manager.filter(reduce(or_, (Q(**{name: row.pk}) for name in names))))
    return found


def _advise(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])
