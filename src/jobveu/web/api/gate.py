"""What every request of a program passes: its language, its token, its scope, how often it comes; and how what goes
wrong is said.

An operation declares its action and its scope (`asks`), as a page declares its action. Whose data it is about is asked
by the operation itself, with the subject that the page asks with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation, PathView

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.enums import ApiScope
from jobveu.actors.operations.api_tokens import REQUESTS_A_MINUTE, TokenInUse, use_token
from jobveu.common.errors import DomainError, StaleEdit, constraint_error
from jobveu.common.history import changes_by
from jobveu.common.idempotency import Answer, UnderWay, UsedOtherwise, once
from jobveu.wall.acting import acting_as
from jobveu.web.api.problems import Fault, Problem, answer, in_language, language_of

_Function = TypeVar("_Function", bound=Callable[..., Any])
LONGEST_KEY = 255
ORIGIN = "api"
"""What the changes that a program makes came through, in the history."""
_KEPT_HEADERS = ("Location", "ETag")


@dataclass(frozen=True, slots=True)
class Asks:
    """What an operation asks of whoever calls it. `hidden`: to those without access there is no such thing."""

    action: Action
    scope: ApiScope
    hidden: bool = False


def asks(action: Action, scope: ApiScope, *, hidden: bool = False) -> Callable[[_Function], _Function]:
    def declare(function: _Function) -> _Function:
        function.asks = Asks(action, scope, hidden)
        return function

    return declare


def asks_of(operation: Operation) -> Asks:
    asked: Asks = operation.view_func.asks
    return asked


def require(request: HttpRequest, subject: Subject, action: Action | None = None) -> None:
    """Raises a problem unless the caller may do the action (the operation's own) with the subject."""
    asked: Asks = request.asked
    if not may(action or asked.action, request.actor, subject):
        if asked.hidden:
            raise Http404
        raise PermissionDenied


def require_scope(token: TokenInUse, scope: ApiScope) -> None:
    """Raises a problem unless the token was made with the scope."""
    if scope not in token.scopes:
        raise Problem(
            HTTPStatus.FORBIDDEN, _("Nøglen mangler adgangen »%(scope)s«.") % {"scope": scope.value}
        )


def gate(path_view: PathView) -> Callable[..., HttpResponse]:
    """The view of one address."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            try:
                response = _pass(path_view, request, kwargs)
            except Problem as problem:
                response = problem.answer()
        return in_language(response, language)

    view.csrf_exempt = True
    view.path_view = path_view
    return view


def _pass(path_view: PathView, request: HttpRequest, kwargs: Mapping[str, Any]) -> HttpResponse:
    operations = {method: operation for operation in path_view.operations for method in operation.methods}
    operation = operations.get(request.method or "")
    if operation is None:
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(sorted(operations))})
    asked = asks_of(operation)
    token = _token(request)
    require_scope(token, asked.scope)
    if not may(asked.action, token.actor):
        raise Problem(HTTPStatus.FORBIDDEN, _("Din rolle giver ikke adgang til det."))
    if request.method in ("POST", "PUT"):
        _check_content_type(request)
    request.actor, request.token, request.asked = token.actor, token, asked
    request.now = timezone.now()
    with ExitStack() as surroundings:
        by = token.actor
        surroundings.enter_context(acting_as(as_the_database_is_told(by)))
        surroundings.enter_context(changes_by(user_id=by.user_id, user_name=by.name, origin=ORIGIN))
        key = request.headers.get("Idempotency-Key")
        if request.method == "POST" and key is not None:
            return _once(key, operation, request, kwargs, token)
        return operation.run(request, **kwargs)  # type: ignore[return-value]  # none of ours streams


def _token(request: HttpRequest) -> TokenInUse:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = use_token(secret=secret.strip(), at=timezone.now()) if kind.lower() == "bearer" else None
    if token is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            _("Send en nøgle, der gælder: »Authorization: Bearer jobveu_…«."),
            headers={"WWW-Authenticate": 'Bearer realm="jobveu"'},
        )
    if token.requests > REQUESTS_A_MINUTE:
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            _("Nøglen kan bruges %(limit)s gange i minuttet.") % {"limit": REQUESTS_A_MINUTE},
            headers={"Retry-After": str(60 - timezone.now().second)},
        )
    return token


def _check_content_type(request: HttpRequest) -> None:
    if request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("Send »Content-Type: application/json«."))


def _once(
    key: str, operation: Operation, request: HttpRequest, kwargs: Mapping[str, Any], token: TokenInUse
) -> HttpResponse:
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            _("Idempotency-Key skal være på 1 til %(limit)s synlige tegn.") % {"limit": LONGEST_KEY},
        )
    content = f"{request.method}\0{request.get_full_path()}\0".encode() + request.body
    fingerprint = salted_hmac("jobveu.idempotency", content.hex(), algorithm="sha256").hexdigest()

    made: list[HttpResponse] = []

    def do() -> Answer:
        response = operation.run(request, **kwargs)
        made.append(response)  # type: ignore[arg-type]  # none of ours streams
        headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
        return Answer(response.status_code, headers, made[0].content.decode())

    try:
        given = once(token_id=token.id, key=key, fingerprint=fingerprint, at=timezone.now(), do=do)
    except UnderWay:
        raise Problem(
            HTTPStatus.CONFLICT,
            _("En forespørgsel med samme Idempotency-Key er i gang. Prøv igen om lidt."),
            headers={"Retry-After": "1"},
        ) from None
    except UsedOtherwise:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("Idempotency-Key er allerede brugt til en anden forespørgsel."),
        ) from None
    except IntegrityError as error:
        # What points to nothing is found when the transaction ends, after the operation has answered.
        explained = constraint_error(error)
        if explained is None:
            raise
        raise Problem(HTTPStatus.CONFLICT, str(explained)) from error
    if made:
        return made[0]
    response = HttpResponse(given.body, status=given.status, content_type="application/json; charset=utf-8")
    for name, value in given.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def edited_version(if_match: str) -> int:
    """The version that the caller edits, from If-Match. Raises a problem for what no ETag of ours looks like: no
    record has it."""
    text = if_match.strip()
    if (
        len(text) > 2
        and text[0] == text[-1] == '"'
        and text[1:-1].isascii()
        and text[1:-1].isdigit()
        and len(text) < 12
    ):
        return int(text[1:-1])
    raise Problem(HTTPStatus.PRECONDITION_FAILED, _("If-Match skal være den ETag, du sidst fik."))


def etag(version: int) -> str:
    return f'"{version}"'


# What goes wrong inside an operation


def answer_errors(api: NinjaAPI) -> None:
    """Has every exception that an operation may raise answered as a problem. Any other is Django's to answer, as
    500, or 503 when it is the database that is away (web.errors)."""

    @api.exception_handler(Problem)
    def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
        return problem.answer()

    @api.exception_handler(Http404)
    def _absent(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return answer(HTTPStatus.NOT_FOUND)

    @api.exception_handler(PermissionDenied)
    def _denied(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
        return answer(HTTPStatus.FORBIDDEN, _("Din rolle giver ikke adgang til det."))

    @api.exception_handler(StaleEdit)
    def _stale(_request: HttpRequest, error: StaleEdit) -> HttpResponse:
        return answer(
            HTTPStatus.PRECONDITION_FAILED,
            _("Hent det igen, og ret i den nye version."),
            headers={"ETag": etag(error.version)},
        )

    @api.exception_handler(DomainError)
    def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
        sent = "query" if request.method == "GET" else "body"
        where = f"{sent}.{error.field}" if error.field else sent
        return answer(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), faults=[Fault(where, str(error))])

    @api.exception_handler(IntegrityError)
    def _broken_rule(_request: HttpRequest, error: IntegrityError) -> HttpResponse:
        explained = constraint_error(error)
        if explained is None:
            raise error
        return answer(HTTPStatus.CONFLICT, str(explained))

    @api.exception_handler(ValidationError)
    def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [
            Fault(".".join(_places(fault["loc"])), str(_WORDS.get(fault["type"], _OTHERWISE)))
            for fault in error.errors
        ]
        missing = any(fault.where == "header.If-Match" for fault in faults)
        status = HTTPStatus.PRECONDITION_REQUIRED if missing else HTTPStatus.UNPROCESSABLE_ENTITY
        return answer(status, faults=faults)

    @api.exception_handler(HttpError)
    def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(HTTPStatus(error.status_code))


def _places(location: Sequence[str | int]) -> list[str]:
    """Where the fault is, as the caller knows it: without the names that our functions give their arguments."""
    first, *rest = map(str, location)
    if rest and rest[0] in ("sent", "query"):
        rest = rest[1:]
    return [first, *(part.replace("_", "-").title() if first == "header" else part for part in rest)]


_OTHERWISE = gettext_lazy("Værdien kan ikke bruges.")
_WORDS = {
    "missing": gettext_lazy("Feltet mangler."),
    "extra_forbidden": gettext_lazy("Feltet kendes ikke."),
    "string_type": gettext_lazy("Feltet skal være en tekst."),
    "string_too_long": gettext_lazy("Teksten er for lang."),
    "int_type": gettext_lazy("Feltet skal være et helt tal."),
    "bool_type": gettext_lazy("Feltet skal være sandt eller falsk."),
    "list_type": gettext_lazy("Feltet skal være en liste."),
    "too_short": gettext_lazy("Listen er for kort."),
    "too_long": gettext_lazy("Listen er for lang."),
    "enum": gettext_lazy("Værdien er ikke en af de mulige."),
    "greater_than_equal": gettext_lazy("Tallet er for lille."),
    "less_than_equal": gettext_lazy("Tallet er for stort."),
}
"""Pydantic's kinds of fault in words; those that say nothing to a caller are left to _OTHERWISE."""
