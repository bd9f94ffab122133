"""A row that is a job: one worker at a time holds it by a lease, and a killed worker loses nothing.

A message to a worker is only a nudge. The row is the truth: who may work on it, until when by the database's
own clock, and what came of it. Every change of state compares (id, state, attempt), so that of two workers that
believe to hold the same row one is told no.
"""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now

Row = TypeVar("Row", bound="LeasedRow")


def from_now(seconds: float) -> models.expressions.CombinedExpression:
    """A moment ``seconds`` from now by the database's clock: workers' clocks differ, the database has one."""
    return Now() + datetime.timedelta(seconds=seconds)


class LeasedQuerySet(models.QuerySet[Row]):
    """The verbs of a leased row."""

    def due(self) -> Self:
        """Rows that wait for a worker, and whose time has come."""
        return self.filter(state__in=self.model.READY_STATES, next_at__lte=Now())

    def lapsed(self) -> Self:
        """Rows whose worker has not renewed its lease in time: it is dead, or cut off from the database."""
        return self.filter(state=self.model.LEASED_STATE, leased_until__lt=Now())

    def claim(self, *, worker: str, lease: float) -> Row | None:
        """Take one due row of this queryset for ``lease`` seconds, or ``None`` if there is none to be had.

        Rows that another transaction is looking at are passed over, not waited for.
        """
        with transaction.atomic(using=self.db):
            row = self.due().order_by("next_at", "pk").select_for_update(skip_locked=True).first()
            if row is None:
                return None
            self._of(row).update(
                state=self.model.LEASED_STATE,
                attempt=F("attempt") + 1,
                leased_until=from_now(lease),
                worker=worker[:100],
            )
            row.refresh_from_db()
            return row

    def renew(self, row: Row, *, lease: float) -> bool:
        """Hold ``row`` for another ``lease`` seconds. False: it is no longer ours, stop working on it."""
        return bool(self._held(row).update(leased_until=from_now(lease)))

    def finish(self, row: Row, *, state: str, **fields: Any) -> bool:
        """Leave ``row`` in ``state``. False: somebody else has it or has ended it; throw the work away.

        Call it in the transaction that stores the result, and roll back on False.
        """
        return bool(self._held(row).update(state=state, leased_until=None, **fields))

    def sweep(self, *, limit: int = 500) -> Sequence[Row]:
        """Put rows of dead workers back among the waiting; the rows as they were, for the record.

        Call it in a transaction: the rows stay locked until it ends.
        """
        rows = list(self.lapsed().order_by("leased_until")[:limit].select_for_update(skip_locked=True))
        self._base().filter(pk__in=[row.pk for row in rows]).update(
            state=self.model.LAPSED_STATE, leased_until=None, next_at=Now(), worker=""
        )
        return rows

    def _base(self) -> "LeasedQuerySet[Row]":
        return LeasedQuerySet(self.model, using=self.db)

    def _of(self, row: Row) -> "LeasedQuerySet[Row]":
        return self._base().filter(pk=row.pk)

    def _held(self, row: Row) -> "LeasedQuerySet[Row]":
        return self._of(row).filter(state=self.model.LEASED_STATE, attempt=row.attempt)


class LeasedRow(models.Model):
    """What every job has. A concrete job names its states and adds its own columns."""

    READY_STATES: ClassVar[tuple[str, ...]]
    """Waiting for a worker once ``next_at`` has come."""
    LEASED_STATE: ClassVar[str]
    """In a worker's hands until ``leased_until``."""
    LAPSED_STATE: ClassVar[str]
    """Where a row goes whose worker died; one of ``READY_STATES``."""

    state = models.CharField(max_length=20)
    attempt = models.PositiveIntegerField(default=0, help_text="How often a worker has taken it.")
    leased_until = models.DateTimeField(null=True, blank=True, help_text="By the database’s clock.")
    next_at = models.DateTimeField(db_default=Now(), help_text="Not to be taken before.")
    worker = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True
