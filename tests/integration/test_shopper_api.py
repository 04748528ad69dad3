"""The shopper's API and socket: identity, log, buttons, limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import ClientWebSocketResponse

from bot.domain.conversation import Author, Button, MessageBody, MessageDraft, MessageKind
from bot.domain.customer import Customer
from bot.gateway.rate_limit import RateLimit
from bot.storage.transactions import SqlTransactions
from tests.integration.gateway_rig import Client, GatewayRig

CUSTOMER = Customer("C1", "林晓雨", "13800001111", "VIP", 10, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
async def rig(transactions: SqlTransactions, tmp_path: Path) -> AsyncIterator[GatewayRig]:
    rig = GatewayRig(transactions, tmp_path)
    rig.shop.customers.append(CUSTOMER)
    yield rig
    await rig.close()


async def open_session(client: Client, **body: Any) -> dict[str, Any]:
    response = await client.post("/api/shopper/session", json=body)
    assert response.status == 200, await response.text()
    result: dict[str, Any] = await response.json()
    return result


def bearer(session: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['session']}"}


async def read_log(client: Client, session: dict[str, Any], after: int = 0) -> list[dict[str, Any]]:
    response = await client.get(f"/api/shopper/messages?after={after}", headers=bearer(session))
    messages: list[dict[str, Any]] = (await response.json())["messages"]
    return messages


async def next_frame(socket: ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = await socket.receive_json(timeout=5)
        if frame["type"] == kind:
            return frame


async def test_a_guest_gets_a_conversation_with_a_welcome(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    assert session["customer"] is None
    (welcome,) = await read_log(client, session)
    assert welcome["author"] == "bot"
    assert all("/" not in button["payload"][:1] for button in welcome["body"]["buttons"])


async def test_the_session_continues_the_conversation(rig: GatewayRig) -> None:
    client = await rig.client()
    first = await open_session(client)
    again = await open_session(client, session=first["session"])
    assert again["conversation_id"] == first["conversation_id"]


async def test_a_signed_identity_makes_the_customer(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client, identity=rig.context.tokens.sign_identity("C1"))
    assert session["customer"] == {"name": "林**", "level": "VIP"}


@pytest.mark.parametrize("case", ["forged", "expired", "unsigned"])
async def test_a_false_identity_is_refused(rig: GatewayRig, case: str) -> None:
    claims = {"sub": "C1", "exp": datetime.now(UTC) + timedelta(hours=1)}
    token = {
        "forged": jwt.encode(claims, "x" * 32, algorithm="HS256"),
        "expired": rig.context.tokens.sign_identity("C1", lifetime=timedelta(seconds=-5)),
        "unsigned": jwt.encode(claims, "", algorithm="none"),
    }[case]
    client = await rig.client()
    response = await client.post("/api/shopper/session", json={"identity": token})
    assert (response.status, (await response.json())["code"]) == (401, "not_authenticated")


async def test_a_customers_old_session_makes_nobody_that_customer(rig: GatewayRig) -> None:
    client = await rig.client()
    customer = await open_session(client, identity=rig.context.tokens.sign_identity("C1"))
    guest = await open_session(client, session=customer["session"])
    assert guest["customer"] is None
    assert guest["conversation_id"] != customer["conversation_id"]


async def test_a_message_is_stored_once_and_answered(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    body = {"client_message_id": "c1", "kind": "text", "text": "包邮吗"}
    first = await (await client.post("/api/shopper/messages", json=body, headers=bearer(session))).json()
    again = await (await client.post("/api/shopper/messages", json=body, headers=bearer(session))).json()
    assert first == again
    for _ in range(100):
        log = await read_log(client, session)
        if len(log) == 3:
            break
        await asyncio.sleep(0.02)
    assert [message["author"] for message in log] == ["bot", "shopper", "bot"]
    assert log[-1]["body"]["text"] == "答：包邮吗"


async def test_a_button_comes_back_only_into_its_own_conversation(rig: GatewayRig) -> None:
    client = await rig.client()
    mine, other = await open_session(client), await open_session(client)
    payload = (await read_log(client, mine))[0]["body"]["buttons"][0]["payload"]
    body = {"client_message_id": "c1", "kind": "button", "text": "查物流", "payload": payload}
    response = await client.post("/api/shopper/messages", json=body, headers=bearer(other))
    assert (response.status, (await response.json())["code"]) == (400, "bad_button")
    response = await client.post("/api/shopper/messages", json=body, headers=bearer(mine))
    assert response.status == 200
    for _ in range(100):
        if rig.engine.requests:
            break
        await asyncio.sleep(0.02)
    assert rig.engine.requests[0].bubbles[0].payload == "/query_logistics"
    pressed = (await read_log(client, mine))[1]
    assert pressed["body"]["card"] is None


async def test_a_shopper_cannot_invent_a_payload(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    body = {"client_message_id": "c1", "kind": "button", "text": "x", "payload": '/query_order{"order_number":"1"}'}
    response = await client.post("/api/shopper/messages", json=body, headers=bearer(session))
    assert response.status == 400


async def test_payloads_inside_cards_are_signed(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    card = {"type": "order_list", "orders": [{"number": "1", "payload": '/query_order{"order_number":"1"}'}]}
    body = MessageBody("请选择", (Button("一", "/greet"),), card)
    with rig.transactions.begin() as tx:
        tx.log.append(MessageDraft(session["conversation_id"], Author.BOT, MessageKind.CARD, body), rig.clock.now())
    (_, sent) = await read_log(client, session)
    token = sent["body"]["card"]["orders"][0]["payload"]
    assert rig.context.tokens.read_button(session["conversation_id"], token) == '/query_order{"order_number":"1"}'


@pytest.mark.parametrize("path", ["/api/shopper/messages?after=0", "/api/shopper/socket"])
async def test_without_a_session_there_is_nothing_to_see(rig: GatewayRig, path: str) -> None:
    client = await rig.client()
    assert (await client.get(path)).status == 401
    assert (await client.get(path, headers={"Authorization": "Bearer nonsense"})).status == 401


@pytest.mark.parametrize("body", [b"{", b'{"kind":"text"}', b'{"client_message_id":"a","kind":"html","text":"x"}'])
async def test_malformed_bodies_are_clear_errors(rig: GatewayRig, body: bytes) -> None:
    client = await rig.client()
    session = await open_session(client)
    response = await client.post("/api/shopper/messages", data=body, headers=bearer(session))
    assert (response.status, (await response.json())["code"]) == (400, "bad_request")


async def test_more_than_a_person_can_type_is_slowed_down(rig: GatewayRig) -> None:
    rig.use(replace(rig.context, message_limit=RateLimit("2/minute")))
    client = await rig.client()
    session = await open_session(client)
    statuses = []
    for number in range(3):
        body = {"client_message_id": f"c{number}", "kind": "text", "text": "在吗"}
        statuses.append((await client.post("/api/shopper/messages", json=body, headers=bearer(session))).status)
    assert statuses == [200, 200, 429]


async def test_the_socket_resumes_sends_and_acknowledges(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    async with client.ws_connect(f"/api/shopper/socket?session={session['session']}") as socket:
        await socket.send_json({"type": "resume", "last_seq": 0})
        welcome = await next_frame(socket, "messages")
        assert welcome["messages"][0]["seq"] == 1
        await socket.send_json({"type": "send", "client_message_id": "c1", "kind": "text", "text": "包邮吗"})
        seqs: list[int] = []
        acknowledged = None
        while len(seqs) < 2 or acknowledged is None:
            frame = await socket.receive_json(timeout=5)
            if frame["type"] == "messages":
                seqs += [message["seq"] for message in frame["messages"]]
            if frame["type"] == "ack":
                acknowledged = frame
        assert seqs == [2, 3]
        assert acknowledged == {"type": "ack", "client_message_id": "c1", "seq": 2}


async def test_another_tab_sees_the_same(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    path = f"/api/shopper/socket?session={session['session']}"
    async with client.ws_connect(path) as first, client.ws_connect(path) as second:
        await first.send_json({"type": "send", "client_message_id": "c1", "kind": "text", "text": "在吗"})
        frame = await next_frame(second, "messages")
        assert frame["messages"][0]["body"]["text"] == "在吗"


async def test_the_socket_refuses_what_it_cannot_store_with_the_reason(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    async with client.ws_connect(f"/api/shopper/socket?session={session['session']}") as socket:
        for frame, code in (
            ({"type": "send", "client_message_id": "c1", "kind": "text", "text": "   "}, "bad_request"),
            ({"type": "send", "client_message_id": "c2", "kind": "text", "text": "长" * 2001}, "too_long"),
            ({"type": "dance"}, "bad_request"),
            ({"type": "resume", "last_seq": -1}, "bad_request"),
        ):
            await socket.send_json(frame)
            refused = await next_frame(socket, "refused")
            assert (refused["code"], refused["client_message_id"]) == (code, frame.get("client_message_id"))
        await socket.send_str("not json")
        assert (await next_frame(socket, "refused"))["code"] == "bad_request"


async def test_closing_rating_and_starting_anew(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    async with client.ws_connect(f"/api/shopper/socket?session={session['session']}") as socket:
        await socket.send_json({"type": "close"})
        closed = await next_frame(socket, "messages")
        assert closed["messages"][0]["body"]["event"] == "closed"
        await socket.send_json({"type": "csat", "score": 5, "comment": "很快"})
        while (state := (await next_frame(socket, "state"))["state"])["csat_score"] is None:
            pass
        assert (state["state"], state["csat_score"]) == ("closed", 5)
        await socket.send_json({"type": "send", "client_message_id": "c9", "kind": "text", "text": "还有个问题"})
        assert (await next_frame(socket, "refused"))["code"] == "conversation_closed"
    renewed = await open_session(client, session=session["session"])
    assert renewed["conversation_id"] != session["conversation_id"]


async def test_closing_and_rating_without_a_socket(rig: GatewayRig) -> None:
    client = await rig.client()
    session = await open_session(client)
    headers = {"Authorization": f"Bearer {session['session']}"}

    async def command(body: Any) -> int:
        return (await client.post("/api/shopper/commands", json=body, headers=headers)).status

    assert [await command({"type": "close"}) for _ in range(2)] == [200, 200]
    assert await command({"type": "csat", "score": 4, "comment": "还行"}) == 200
    log = await (await client.get("/api/shopper/messages", headers=headers)).json()
    assert [message["body"]["event"] for message in log["messages"]].count("closed") == 1
    assert (log["state"]["state"], log["state"]["csat_score"]) == ("closed", 4)
    bad: tuple[Any, ...] = (
        {"type": "csat", "score": 9},
        {"type": "csat"},
        {"type": "dance"},
        {"type": "resume"},
        {"type": []},
        {},
    )
    assert [await command(body) for body in bad] == [400] * len(bad)
    assert (await client.post("/api/shopper/commands", json={"type": "close"})).status == 401


async def test_pages_cannot_be_framed_and_take_no_foreign_scripts(rig: GatewayRig) -> None:
    client = await rig.client()
    response = await client.get("/healthz")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


async def test_the_demo_log_in_exists_only_in_a_demo(rig: GatewayRig) -> None:
    rig.use(replace(rig.context, settings=replace(rig.context.settings, environment="production")))
    client = await rig.client()
    assert (await client.get("/shop/login")).status == 404


@pytest.mark.parametrize(("origin", "is_allowed"), [("https://shop.example", True), ("https://evil.example", False)])
async def test_only_named_origins_may_embed_the_widget(rig: GatewayRig, origin: str, is_allowed: bool) -> None:
    settings = replace(rig.context.settings, widget_origins="https://shop.example/, https://m.shop.example")
    rig.use(replace(rig.context, settings=settings))
    client = await rig.client()
    asked = await client.options("/api/shopper/session", headers={"Origin": origin})
    answered = await client.post("/api/shopper/session", json={}, headers={"Origin": origin})
    expected = origin if is_allowed else None
    assert (asked.status == 204) is is_allowed
    assert answered.headers.get("Access-Control-Allow-Origin") == expected
    assert "Access-Control-Allow-Credentials" not in answered.headers
    desk = await client.get("/api/me", headers={"Origin": "https://shop.example"})
    assert "Access-Control-Allow-Origin" not in desk.headers
