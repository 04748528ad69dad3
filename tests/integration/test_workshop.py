"""The workshop: versions without lost edits, misses that become examples, training with progress."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.agent import Role
from bot.domain.faq import Faq, FaqHit
from bot.domain.product import Product
from bot.domain.turn import Outcome, TurnResult, Understanding
from bot.services.run_turn import begin_turn, complete_turn
from bot.storage.transactions import SqlTransactions
from tests.integration.gateway_rig import OWN_PAGE, GatewayRig, get, post

FORM = {
    "topic": "invoice",
    "question": "可以开发票吗",
    "answer": "您好，支持开具电子发票，您可以在订单详情页申请。",
    "similar": ["能开票不", "能开票不", " 发票怎么开 ", "可以开发票吗"],
    "intent": "invoice",
    "tags": ["发票"],
}


@pytest.fixture
async def rig(transactions: SqlTransactions, tmp_path: Path) -> AsyncIterator[GatewayRig]:
    rig = GatewayRig(transactions, tmp_path)
    yield rig
    await rig.close()


def published(rig: GatewayRig) -> list[str]:
    with rig.transactions.read() as tx:
        return [faq.answer for faq in tx.faqs.published(rig.clock.now())]


def misunderstood(rig: GatewayRig, text: str, visitor: str = "v1") -> None:
    """A shopper says something and the bot asks back."""
    conversation = rig.open(visitor)
    rig.say(conversation, text)
    pending = begin_turn(rig.transactions, rig.policy, conversation.id)
    assert pending is not None
    understanding = Understanding(text, "ask_stock", 0.2)
    result = TurnResult((), understanding, Outcome.CLARIFY, ())
    complete_turn(rig.transactions, rig.clock, rig.policy, pending, result, latency_seconds=0.1)


async def put(client: Any, path: str, body: Any, *, status: int = 200) -> Any:
    response = await client.put(path, json=body, headers=OWN_PAGE)
    assert response.status == status, await response.text()
    return await response.json()


async def test_a_faq_from_draft_to_published_to_archived(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    faq = await post(client, "/api/workshop/faqs", FORM, status=201)
    assert (faq["state"], faq["version"]) == ("draft", 1)
    assert faq["similar"] == ["能开票不", "发票怎么开"]
    assert published(rig) == []
    path = f"/api/workshop/faqs/{faq['id']}"
    await post(client, f"{path}/publish", {"version": 1})
    assert published(rig) == [FORM["answer"]]
    edited = await put(client, path, FORM | {"answer": "新的答案。", "version": 1})
    assert (edited["state"], edited["version"], edited["published_version"]) == ("draft", 2, 1)
    assert published(rig) == [FORM["answer"]]
    for state in ("published", "draft", ""):
        (listed,) = (await get(client, f"/api/workshop/faqs?state={state}"))["faqs"]
        assert (listed["state"], listed["published_version"]) == ("draft", 1), "shoppers still see version 1"
    await post(client, f"{path}/publish")
    assert published(rig) == ["新的答案。"]
    archived = await post(client, f"{path}/archive")
    assert (published(rig), archived["published_version"]) == ([], None)
    assert (await get(client, "/api/workshop/faqs?state=published"))["faqs"] == []


async def test_a_stale_edit_is_refused(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    other = await rig.log_in("other", "另一位", Role.TRAINER)
    faq = await post(client, "/api/workshop/faqs", FORM, status=201)
    path = f"/api/workshop/faqs/{faq['id']}"
    await put(client, path, FORM | {"answer": "甲", "version": 1})
    refused = await put(other, path, FORM | {"answer": "乙", "version": 1}, status=409)
    assert refused["code"] == "stale_version"
    await post(other, f"{path}/publish", {"version": 1}, status=409)
    await put(other, path, FORM, status=400)
    both = await asyncio.gather(
        *(
            someone.put(path, json=FORM | {"answer": name, "version": 2}, headers=OWN_PAGE)
            for someone, name in ((client, "丙"), (other, "丁"))
        )
    )
    assert sorted(response.status for response in both) == [200, 409]


async def test_an_old_version_comes_back_as_a_new_draft(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    faq = await post(client, "/api/workshop/faqs", FORM, status=201)
    path = f"/api/workshop/faqs/{faq['id']}"
    await put(client, path, FORM | {"answer": "改坏了", "version": 1})
    await post(client, f"{path}/publish")
    restored = await post(client, f"{path}/restore", {"version": 1})
    assert (restored["version"], restored["state"], restored["answer"]) == (3, "draft", FORM["answer"])
    assert published(rig) == ["改坏了"]
    versions = await get(client, f"{path}/versions")
    assert [item["version"] for item in versions["versions"]] == [3, 2, 1]
    await post(client, f"{path}/restore", {"version": 9}, status=404)
    await get(client, "/api/workshop/faqs/none/versions", status=404)


async def test_faqs_are_checked_and_found(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    for bad in (
        {"topic": "nothing"},
        {"question": " "},
        {"answer": ""},
        {"intent": "made_up"},
        {"answer": "长" * 4001},
    ):
        await post(client, "/api/workshop/faqs", FORM | bad, status=400)
    faq = await post(client, "/api/workshop/faqs", FORM, status=201)
    for query in ("query=发票 电子", "topic=invoice", "state=draft", ""):
        found = await get(client, f"/api/workshop/faqs?{query}")
        assert [item["id"] for item in found["faqs"]] == [faq["id"]], query
    assert (await get(client, "/api/workshop/faqs?query=尺码"))["faqs"] == []
    await get(client, "/api/workshop/faqs?state=gone", status=400)


async def test_a_faq_is_shown_only_while_it_is_valid(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    validity = {"valid_from": "2001-01-01T00:00:00Z", "valid_until": "2001-01-31T23:59:59Z"}
    faq = await post(client, "/api/workshop/faqs", FORM | validity, status=201)
    assert faq["valid_until"] == "2001-01-31T23:59:59+00:00"
    path = f"/api/workshop/faqs/{faq['id']}"
    await post(client, f"{path}/publish")
    assert published(rig) == []
    await put(client, path, FORM | {"version": 1})
    await post(client, f"{path}/publish")
    assert published(rig) == [FORM["answer"]]
    backwards = {"valid_from": validity["valid_until"], "valid_until": validity["valid_from"]}
    await post(client, "/api/workshop/faqs", FORM | backwards, status=400)


async def test_roles(rig: GatewayRig) -> None:
    qa = await rig.log_in("qa", "质检", Role.QA)
    agent = await rig.log_in("agent", "小雨", Role.AGENT)
    faq = await post(qa, "/api/workshop/faqs", FORM, status=201)
    await post(qa, f"/api/workshop/faqs/{faq['id']}/publish", status=403)
    await post(qa, "/api/workshop/train", status=403)
    for path in ("intents", "faqs", "misses", "examples", "train"):
        await get(agent, f"/api/workshop/{path}", status=403)


async def test_a_miss_becomes_an_example(rig: GatewayRig) -> None:
    misunderstood(rig, "那个啥还能弄不，打13812345678", "v1")
    misunderstood(rig, "那个啥还能弄不，打13812345678", "v2")
    misunderstood(rig, "嗯呐咋整", "v3")
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    misses = (await get(client, "/api/workshop/misses"))["misses"]
    assert [(miss["text"], miss["count"]) for miss in misses] == [
        ("那个啥还能弄不，打138****5678", 2),
        ("嗯呐咋整", 1),
    ]
    path = f"/api/workshop/misses/{misses[0]['id']}"
    await post(client, f"{path}/label", {"intent": "made_up"}, status=400)
    labelled = await post(client, f"{path}/label", {"intent": "modify_order"})
    assert labelled["example"]["intent"] == "modify_order"
    assert "13812345678" not in labelled["example"]["text"]
    await post(client, f"/api/workshop/misses/{misses[1]['id']}/dismiss")
    assert (await get(client, "/api/workshop/misses"))["misses"] == []
    assert len((await get(client, "/api/workshop/examples"))["examples"]) == 1
    await post(client, "/api/workshop/misses/none/dismiss", status=404)


async def test_labelling_a_known_text_is_no_error(rig: GatewayRig) -> None:
    misunderstood(rig, "嗯呐咋整")
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    await post(client, "/api/workshop/examples", {"intent": "chitchat", "text": "嗯呐咋整"}, status=201)
    (miss,) = (await get(client, "/api/workshop/misses"))["misses"]
    refused = await post(client, f"/api/workshop/misses/{miss['id']}/label", {"intent": "greet"}, status=409)
    assert "另一个意图“闲聊”" in refused["message"]
    assert await post(client, f"/api/workshop/misses/{miss['id']}/label", {"intent": "chitchat"}) == {"example": None}
    assert (await get(client, "/api/workshop/misses"))["misses"] == []


async def test_examples_are_added_counted_and_removed(rig: GatewayRig, tmp_path: Path) -> None:
    nlu = tmp_path / "data" / "nlu"
    nlu.mkdir(parents=True)
    (nlu / "invoice.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: invoice\n  examples: |\n    - 开票\n    - 要发票\n- intent: greet\n'
        "  examples: |\n    - 你好\n- lookup: carrier\n  examples: |\n    - 顺丰\n",
        encoding="utf-8",
    )
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    example = await post(client, "/api/workshop/examples", {"intent": "invoice", "text": " 票 开了 没 "}, status=201)
    assert example["text"] == "票 开了 没"
    for intent, where in (("greet", "另一个意图“发票”"), ("invoice", "这个意图")):
        refused = await post(client, "/api/workshop/examples", {"intent": intent, "text": "票 开了 没"}, status=409)
        assert where in refused["message"]
    intents = {item["name"]: item for item in (await get(client, "/api/workshop/intents"))["intents"]}
    assert len(intents) == 62
    assert (intents["invoice"]["examples"], intents["greet"]["examples"]) == (3, 1)
    assert intents["invoice"]["label"] == "发票"
    found = await get(client, "/api/workshop/examples?intent=invoice")
    assert [item["id"] for item in found["examples"]] == [example["id"]]
    path = f"/api/workshop/examples/{example['id']}"
    assert (await client.delete(path, headers=OWN_PAGE)).status == 200
    assert (await client.delete(path, headers=OWN_PAGE)).status == 404


async def test_trying_a_question_shows_intent_hits_and_reply(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    faq = Faq("faq-1", "invoice", "可以开发票吗", "可以。")
    rig.search.hits = [FaqHit(faq, 0.9, "能开票不")]
    rig.shop.products.append(Product("P1", "保温杯", (), "家居", "", "", {}, ()))
    tried = await post(client, "/api/workshop/try", {"text": "能开票吗", "product_id": "P1"})
    assert (tried["intent"], tried["intent_label"], tried["outcome_label"]) == ("invoice", "发票", "直接回答")
    assert tried["ranking"][1] == ["ask_stock", "库存与补货", 0.1]
    assert tried["faqs"] == [{"id": "faq-1", "question": "可以开发票吗", "score": 0.9, "matched": "能开票不"}]
    assert tried["replies"][0]["text"] == "答：能开票吗"
    assert rig.engine.requests[-1].context.page.product_id == "P1"
    with rig.transactions.read() as tx:
        assert tx.log.list_conversations(owner=None, state=None, limit=9) == []
    rig.engine.is_down = True
    assert (await post(client, "/api/workshop/try", {"text": "能开票吗"}))["replies"] == []
    await post(client, "/api/workshop/try", {"text": "在吗", "product_id": "P404"}, status=404)
    await post(client, "/api/workshop/try", {"text": ""}, status=400)


async def test_training_from_the_workshop(rig: GatewayRig) -> None:
    client = await rig.log_in("trainer", "训练师", Role.TRAINER)
    assert (await get(client, "/api/workshop/train"))["state"] == "idle"
    started = await post(client, "/api/workshop/train", status=202)
    assert started["state"] == "running"
    assert (await post(client, "/api/workshop/train", status=409))["code"] == "already_running"
    await rig.context.trainer.wait()
    done = await get(client, "/api/workshop/train")
    assert (done["state"], done["percent"], done["model"]) == ("done", 100, "model-2")
    assert rig.parser.reloads == 1


def test_archived_faqs_keep_their_versions(rig: GatewayRig) -> None:
    faq = Faq("faq-1", "invoice", "问", "答")
    with rig.transactions.begin() as tx:
        tx.faqs.save(faq, now=rig.clock.now(), author="a")
        tx.faqs.save(replace(faq, version=2, answer="新"), now=rig.clock.now(), author="b")
    with rig.transactions.read() as tx:
        assert [item.answer for item in tx.faqs.versions("faq-1")] == ["新", "答"]
