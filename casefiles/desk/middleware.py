"""What no page of the desk can make sense of is refused in one place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

Next = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: Next) -> Next:
    """400 for an address with a NUL: no name has one, and the database cannot be asked for it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in value for _, values in request.GET.lists() for value in values):
            return HttpResponseBadRequest("This address has a NUL in it, which no name has.", content_type="text/plain")
        return get_response(request)

    return answer
