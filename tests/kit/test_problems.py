"""Whoever is refused must be able to read why, and must not learn what is inside."""

import httpx
from fastapi import FastAPI
from pydantic import BaseModel

from keryx.kit import problems


class _Body(BaseModel):
    number: int


def _app() -> FastAPI:
    app = FastAPI()
    problems.install(app)

    @app.get("/refuses")
    async def refuses() -> None:
        raise problems.Problem(409, "taken", "That name is taken.", name="acme")

    @app.get("/breaks")
    async def breaks() -> None:
        raise RuntimeError("secret")

    @app.post("/reads")
    async def reads(body: _Body) -> int:
        return body.number

    return app


async def _ask(method: str, path: str, **more: object) -> httpx.Response:
    transport = httpx.ASGITransport(app=_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, path, **more)  # type: ignore[arg-type]  # passed through to httpx


async def test_a_refusal_is_a_problem_document() -> None:
    answer = await _ask("GET", "/refuses")
    assert answer.headers["content-type"] == problems.MEDIA_TYPE
    assert answer.json() == {
        "type": "urn:keryx:problem:taken",
        "title": "Conflict",
        "status": 409,
        "code": "taken",
        "detail": "That name is taken.",
        "name": "acme",
    }


async def test_a_fault_tells_nothing_of_the_inside() -> None:
    answer = await _ask("GET", "/breaks")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text


async def test_what_is_invalid_is_named_but_not_repeated() -> None:
    answer = await _ask("POST", "/reads", json={"number": "not a number +33612345678"})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "body.number")
    assert "+336" not in answer.text
    assert (await _ask("GET", "/nowhere")).json()["code"] == "not_found"
