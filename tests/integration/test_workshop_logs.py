"""The workshop's side of learning from a log: an upload in a process of its own, candidates, labels."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData

from bot.domain.agent import Role
from bot.domain.learning import Candidate
from bot.gateway.workshop_logs import MAX_LOG_BYTES
from bot.services.learn_from_log import store_candidates
from bot.storage.transactions import SqlTransactions
from tests.integration.gateway_rig import OWN_PAGE, GatewayRig, get, post

# Stands for `xiaoer nlu import-log`: tells in its answer what it was called with.
READ_FILE = """
import json, pathlib, sys
file = pathlib.Path(sys.argv[1])
text = file.read_text(encoding="utf-8")
if text == "crash":
    sys.exit("a traceback")
if text == "wrong":
    message = "第 3 行不是正确的 CSV。" + file.suffix + " ".join(sys.argv[2:])
    print(json.dumps({"code": "roles_unclear", "error": message}))
else:
    counts = dict.fromkeys(("distinct", "known", "unusable", "unsure", "clusters", "chosen"), 1)
    print(json.dumps({"summary": {"messages": len(text), **counts}}))
"""


@pytest.fixture
async def rig(transactions: SqlTransactions, tmp_path: Path) -> AsyncIterator[GatewayRig]:
    rig = GatewayRig(transactions, tmp_path, log_command=(sys.executable, "-c", READ_FILE))
    yield rig
    await rig.close()


async def upload(client: Any, content: bytes, *, status: int, **fields: str) -> Any:
    form = FormData()
    form.add_field("file", content, filename="聊天记录.CSV", content_type="text/csv")
    for name, value in fields.items():
        form.add_field(name, value)
    response = await client.post("/api/workshop/logs", data=form, headers=OWN_PAGE)
    assert response.status == status, await response.text()
    return await response.json()


async def test_a_log_is_read_by_the_process_and_leaves_no_file(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    assert (await upload(client, b"x" * 3_000_000, status=201))["messages"] == 3_000_000
    refused = await upload(client, b"wrong", status=400, column="内容", shopper_value="买家", role_column=" ")
    assert refused["message"] == "第 3 行不是正确的 CSV。.csv--column=内容 --shopper-value=买家"
    assert refused["code"] == "roles_unclear"
    assert (await upload(client, b"crash", status=503))["code"] == "unavailable"
    assert list((rig.state_dir / "uploads").iterdir()) == []


async def test_uploads_that_are_refused(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    assert (await upload(client, b"x" * (MAX_LOG_BYTES + 1), status=400))["code"] == "too_large"
    await upload(client, b"", status=400)
    await post(client, "/api/workshop/logs", {"file": "x"}, status=400)
    agent = await rig.log_in("agent", "小雨", Role.AGENT)
    await upload(agent, b"text", status=403)
    await get(agent, "/api/workshop/logs", status=403)


async def test_candidates_become_examples_or_go(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    now = rig.clock.now()
    ranking = (("ask_usage", 0.4), ("ask_stock", 0.2))
    new = [
        Candidate("a", "small", "滤芯咋换", 2, ranking, now),
        Candidate("b", "large", "这个咋弄", 1, ranking, now),
        Candidate("c", "large", "这个怎么弄", 5, ranking, now),
    ]
    store_candidates(rig.transactions, new)
    listed = (await get(client, "/api/workshop/logs"))["candidates"]
    assert [one["id"] for one in listed] == ["c", "b", "a"]
    assert listed[0]["ranking"][0] == ["ask_usage", "使用方法", 0.4]
    labels = "/api/workshop/logs/label"
    answer = await post(client, labels, {"ids": ["a", "b"], "intent": "ask_usage"})
    assert (set(answer["settled"]), len(answer["examples"]), answer["known"]) == ({"a", "b"}, 2, 0)
    await post(client, labels, {"ids": ["c"], "intent": "made_up"}, status=400)
    await post(client, labels, {"ids": [], "intent": "ask_usage"}, status=400)
    assert await post(client, "/api/workshop/logs/dismiss", {"ids": ["c", "gone"]}) == {
        "settled": ["c"], "examples": [], "known": 0, "conflicts": []
    }  # fmt: skip
    assert (await get(client, "/api/workshop/logs"))["candidates"] == []
    examples = (await get(client, "/api/workshop/examples"))["examples"]
    assert {(one["text"], one["created_by"]) for one in examples} == {("滤芯咋换", "trainer"), ("这个咋弄", "trainer")}
    undo = "/api/workshop/logs/restore"
    assert await post(client, undo, answer) == {"restored": 2}
    assert await post(client, undo, answer) == {"restored": 0}
    assert {one["id"] for one in (await get(client, "/api/workshop/logs"))["candidates"]} == {"a", "b"}
    assert (await get(client, "/api/workshop/examples"))["examples"] == []


async def test_an_empty_file_is_called_empty(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    assert (await upload(client, b"", status=400))["message"] == "文件是空的，里面没有内容"
