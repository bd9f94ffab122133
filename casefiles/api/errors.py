"""What the read API answers when it cannot give what was asked."""

from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """``{"error": {"status", "reason", "field"}}``; ``field`` only where one is to blame."""
    response = exception_handler(error, context)
    if response is None:
        return None
    body: dict[str, Any] = {"status": response.status_code, "reason": "There is nothing at this address."}
    detail = error.detail if isinstance(error, APIException) else None
    if isinstance(detail, dict):
        field, reasons = next(iter(detail.items()))
        body |= {"field": field, "reason": str(reasons[0] if isinstance(reasons, list) else reasons)}
    elif detail is not None and response.status_code != 404:
        body["reason"] = str(detail)
    response.data = {"error": body}
    return response
