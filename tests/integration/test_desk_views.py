"""What the desk shows, to whom, and what it masks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.agent import Agent, Role
from bot.domain.conversation import Author
from bot.domain.errors import NotAllowed
from bot.services.assign_agent import take_handoff
from bot.storage.tables import audit_log
from tests.integration.desk_samples import ORDER
from tests.integration.gateway_rig import GatewayRig, get, post


async def test_the_customer_panel_is_masked(rig: GatewayRig) -> None:
    handoff = rig.hand_off("customer-C1", "快递到哪了", customer_id="C1", order_number=ORDER.number)
    client = await rig.log_in()
    response = await client.get(f"/api/desk/conversations/{handoff.conversation_id}")
    text = await response.text()
    for secret in ("王小明", "13812345678", "文一西路", "李大伟", "13987654321", "中山路"):
        assert secret not in text.replace("王小明顾客", "")
    shown = await response.json()
    assert shown["customer"]["phone"] == "138****5678"
    assert shown["customer"]["name"] == "王**"
    assert shown["orders"][0]["receiver"]["address"].startswith("江苏省南京市玄武区")
    assert shown["shipments"][0]["state_label"] == "运输延误"


async def test_revealing_is_audited_and_bound_to_the_customer_in_hand(rig: GatewayRig) -> None:
    handoff = rig.hand_off("customer-C1", "改地址", customer_id="C1")
    client = await rig.log_in()
    supervisor = await rig.log_in("boss", "主管", Role.SUPERVISOR)
    path = "/api/desk/customers/C1/reveal"
    await post(client, path, {"field": "phone"}, status=403)
    await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    assert await post(client, path, {"field": "phone"}) == {"value": "13812345678"}
    body = {"field": "address", "order_number": ORDER.number}
    assert await post(supervisor, path, body) == {"value": "江苏省南京市玄武区中山路18号"}
    await post(client, path, {"field": "name", "order_number": "0"}, status=404)
    await post(client, path, {"field": "password"}, status=400)
    with rig.transactions._engine.connect() as connection:
        rows = list(connection.execute(select(audit_log.c.action, audit_log.c.target).order_by(audit_log.c.id)))
    assert [tuple(row) for row in rows if row.action.startswith("reveal")] == [
        ("reveal_phone", "C1"),
        ("reveal_address", f"C1/{ORDER.number}"),
    ]


async def test_only_desk_roles_come_in(rig: GatewayRig) -> None:
    handoff = rig.hand_off()
    trainer = await rig.log_in("trainer", "训练师", Role.TRAINER)
    await get(trainer, "/api/desk/queue", status=403)
    await post(trainer, f"/api/desk/handoffs/{handoff.id}/take", status=403)
    await get(await rig.client(), "/api/desk/queue", status=401)
    with pytest.raises(NotAllowed):
        take_handoff(rig.transactions, rig.clock, handoff.id, Agent("x", "x", "x", Role.QA))


async def test_conversations_are_listed_by_owner(rig: GatewayRig) -> None:
    rig.hand_off("v1")
    with_bot = rig.open("v2")
    client = await rig.log_in()
    listed = await get(client, "/api/desk/conversations?owner=bot&state=open")
    assert [row["id"] for row in listed["conversations"]] == [with_bot.id]
    await get(client, "/api/desk/conversations?owner=nobody", status=400)
    await get(client, "/api/desk/conversations/unknown", status=404)


async def test_the_socket_tells_of_the_queue_the_conversation_and_typing(rig: GatewayRig) -> None:
    handoff = rig.hand_off()
    watcher, agent = await rig.log_in(), await rig.log_in("two", "小二")
    async with watcher.ws_connect("/api/desk/socket") as socket, agent.ws_connect("/api/desk/socket") as own:
        await socket.send_json({"type": "watch", "conversation_id": handoff.conversation_id})
        await socket.send_json({"type": "ping"})
        assert await socket.receive_json(timeout=2) == {"type": "pong"}
        await post(agent, f"/api/desk/handoffs/{handoff.id}/take")
        seen: dict[str, Any] = {}
        while not {"messages", "queue", "state"} <= seen.keys():
            event = await socket.receive_json(timeout=2)
            seen[event["type"]] = event
        assert seen["messages"]["conversation_id"] == handoff.conversation_id
        assert seen["state"]["state"]["owner"] == "human"
        assert (await own.receive_json(timeout=2))["type"] == "queue"
        await own.send_json({"type": "typing", "conversation_id": handoff.conversation_id})
        while (event := await socket.receive_json(timeout=2))["type"] != "typing":
            pass
        assert event["author"] == "agent"
        await socket.send_str("nonsense")
        while (event := await socket.receive_json(timeout=2))["type"] != "refused":
            pass


async def test_a_foreign_page_cannot_open_the_socket(rig: GatewayRig) -> None:
    client = await rig.log_in()
    response = await client.get("/api/desk/socket", headers={"Origin": "https://evil.example"})
    assert response.status == 403


async def test_taking_refreshes_the_summary(rig: GatewayRig) -> None:
    client = await rig.log_in()
    handoff = rig.hand_off("customer-C1", "我的快递一直没更新", customer_id="C1", order_number=ORDER.number)
    path = f"/api/desk/conversations/{handoff.conversation_id}"
    assert (await get(client, path))["summary"] is None
    await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    summary = (await get(client, path))["summary"]
    assert summary["needs"][0]["source"] == [{"kind": "turn", "seq": 2}]
    assert any(ORDER.number in line["text"] for line in summary["customer"])
    assert Author.SYSTEM not in {line["text"] for line in summary["done"]}
