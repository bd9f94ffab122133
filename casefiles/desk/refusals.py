"""What an action refuses comes back as errors of the form, with everything that was typed still there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from casefiles.desk.item_form import RefusableForm
from casefiles.desk.lists import ListAdmin
from casefiles.lib.errors import ActionError, Conflict, NotAllowed


class RefusalAdmin(ListAdmin):
    """An admin whose saving is done by actions."""

    form = RefusableForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.request = request  # type: ignore[attr-defined] # a class made for this request
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's view is one transaction: a refusal undoes it, and the form is shown again."""
        context = dict(extra_context or {})
        refusal = self.refusal_before(request, object_id)
        if refusal is None:
            try:
                return super().changeform_view(request, object_id, form_url, context)
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from error
            except ActionError as error:
                refusal = error
        request.refusal = refusal  # type: ignore[attr-defined]
        if isinstance(refusal, Conflict) and object_id is not None:
            context |= self.after_conflict(request, object_id)
        response = super().changeform_view(request, object_id, form_url, context)
        response.status_code = 409 if isinstance(refusal, Conflict) else 400
        return response

    def refusal_before(self, request: HttpRequest, object_id: str | None) -> ActionError | None:  # noqa: ARG002
        """What is known to be refused before the form is looked at."""
        return None

    def after_conflict(self, request: HttpRequest, object_id: str) -> dict[str, Any]:  # noqa: ARG002
        """What to show besides when somebody else saved meanwhile."""
        return {}
