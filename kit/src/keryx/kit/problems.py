"""What a caller is told when something is refused: RFC 9457 problem documents, and the order of the checks.

Authentication comes before anything is read of the body: a stranger gets 401, never the 422 that would describe our API.
"""

from collections.abc import Awaitable, Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal with a stable `code` (snake_case, what programs act on) and a `detail` for a person.

    `extra` goes into the document as further members (errors of a CSV, what is stored).
    """

    def __init__(
        self, status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.extra = headers, extra

    def document(self) -> dict[str, Any]:
        """The members of the problem document."""
        title = HTTPStatus(self.status).phrase
        return {
            "type": f"urn:keryx:problem:{self.code}",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.extra,
        }


def unauthenticated(detail: str = "Log in first.") -> Problem:
    """401: nobody is known to ask."""
    return Problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": "Bearer"})


def forbidden(action: str) -> Problem:
    """403: the person is known and lacks the right to `action` on their own tenant's things."""
    return Problem(403, "forbidden", "You do not have the right to do this.", action=action)


def not_found(what: str = "object") -> Problem:
    """404: it does not exist, or is another tenant's; the two look the same on purpose."""
    return Problem(404, "not_found", f"There is no such {what}.")


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(Exception, _on_fault)


def guarded(authenticate: Callable[[Request], Awaitable[None]]) -> type[APIRoute]:
    """A route class for `APIRouter(route_class=…)`: `authenticate` runs before the body is parsed or validated.

    It raises `unauthenticated()` or leaves what it found in `request.state`.
    """

    class GuardedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            inner = super().get_route_handler()

            async def handler(request: Request) -> Response:
                await authenticate(request)
                return await inner(request)

            return handler

    return GuardedRoute


def response(problem: Problem) -> Response:
    """The HTTP answer that carries `problem`."""
    return JSONResponse(problem.document(), problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


async def _on_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return response(error)


async def _on_http_exception(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_").replace("-", "_")
    headers = dict(error.headers) if error.headers else None
    return response(Problem(error.status_code, code, str(error.detail), headers=headers))


async def _on_invalid_request(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # What was sent is not repeated: it may be a password.
    errors = [{"path": ".".join(str(part) for part in each["loc"]), "message": each["msg"]} for each in error.errors()]
    return response(Problem(422, "invalid_request", "The request is not as described by the API.", errors=errors))


async def _on_fault(_: Request, __: Exception) -> Response:
    # The server logs the exception with its trace; the caller is told nothing of the inside.
    return response(Problem(500, "internal", "Something went wrong on our side; it was logged."))
