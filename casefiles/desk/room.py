"""What the desk says of the room for archived copies."""

from django.template.defaultfilters import filesizeformat

from casefiles.archive.room import FULL, MONTH, Forecast

_SOON = 30
"""Days from which on somebody should do something."""
_UNITS = ((365, "year"), (30, "month"), (1, "day"))


def words(forecast: Forecast) -> str:
    """Free space, what the last month took, and how long it lasts: two sentences."""
    if forecast.is_full:
        return (
            f"{FULL} No new copy can be made until an administrator makes room "
            f"({forecast.percent_used:.0f} % used, {filesizeformat(forecast.free)} free)."
        )
    free = f"There is room for {filesizeformat(forecast.left)} more."
    if forecast.days_left is None:
        return f"{free} Nothing was archived in the last {MONTH} days."
    taken = f"The last {MONTH} days took {filesizeformat(forecast.taken)}"
    return f"{free} {taken}; at that pace it lasts {_lasts(forecast.days_left)}."


def is_urgent(forecast: Forecast) -> bool:
    """Should somebody make room soon?"""
    return forecast.is_full or (forecast.days_left is not None and forecast.days_left < _SOON)


def _lasts(days: int) -> str:
    if days < 1:
        return "less than a day"
    if days > 3650:
        return "more than ten years"
    length, unit = next((length, unit) for length, unit in _UNITS if days >= 2 * length or length == 1)
    count = days // length
    return f"about {count} {unit}{'s' if count > 1 else ''}"
