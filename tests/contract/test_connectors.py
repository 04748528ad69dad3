"""What every connector of the registry promises, on captured payloads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.channel import ChannelMessageKind, WebhookRequest
from bot.domain.conversation import Button, MessageBody
from bot.domain.errors import Unavailable
from bot.services.ports import Connector
from connectors.base import BadSignature, MalformedPayload, StaleRequest
from connectors.registry import CONNECTORS
from tests.contract.channel_rigs import RIGS, Rig
from tests.fakes import NOON, FakeClock

ROOT = Path(__file__).parents[2]
NOW = int(NOON.timestamp())
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xml><MsgType>&e;</MsgType></xml>'


@pytest.fixture(params=sorted(CONNECTORS))
def rig(request: pytest.FixtureRequest) -> Rig:
    return RIGS[request.param]


@pytest.fixture
def connector(rig: Rig, clock: FakeClock) -> Connector:
    return rig.make(clock)


def test_a_text_becomes_one_message(rig: Rig, connector: Connector) -> None:
    parsed = connector.parse(rig.seal(rig.captured("text"), NOW))
    [message] = parsed.messages
    assert (message.channel, message.kind) == (rig.channel, ChannelMessageKind.TEXT)
    assert message.text == "请问这款耳机今天能发货吗？"
    assert message.external_user_id
    assert parsed.reply


def test_an_image_keeps_its_address_and_says_what_it_is(rig: Rig, connector: Connector) -> None:
    [message] = connector.parse(rig.seal(rig.captured("image"), NOW)).messages
    assert message.kind is ChannelMessageKind.IMAGE
    assert message.text == "［图片］"
    assert (message.image_url or "").startswith("http")


def test_a_repeated_message_keeps_its_id(rig: Rig, connector: Connector) -> None:
    first = connector.parse(rig.seal(rig.captured("text"), NOW)).messages[0]
    again = connector.parse(rig.seal(rig.captured("text"), NOW + 5)).messages[0]
    other = connector.parse(rig.seal(rig.captured("image"), NOW)).messages[0]
    assert first.client_message_id == again.client_message_id != other.client_message_id


def test_a_wrong_signature_is_refused(rig: Rig, connector: Connector) -> None:
    genuine = rig.seal(rig.captured("text"), NOW)
    forged = replace(
        genuine,
        query={name: value[::-1] if "sign" in name else value for name, value in genuine.query.items()},
        headers={name: value[::-1] if "sign" in name else value for name, value in genuine.headers.items()},
    )
    with pytest.raises(BadSignature):
        connector.parse(forged)


def test_a_changed_body_is_refused(rig: Rig, connector: Connector) -> None:
    genuine = rig.seal(rig.captured("text"), NOW)
    other = rig.seal(rig.captured("image"), NOW)
    with pytest.raises(BadSignature):
        connector.parse(replace(genuine, body=other.body))


def test_an_unsigned_request_is_refused(rig: Rig, connector: Connector) -> None:
    with pytest.raises(BadSignature):
        connector.parse(WebhookRequest("POST", {}, {}, rig.captured("text")))


@pytest.mark.parametrize("shift", [-3600, 3600])
def test_a_stale_request_is_refused(rig: Rig, connector: Connector, shift: int) -> None:
    with pytest.raises(StaleRequest):
        connector.parse(rig.seal(rig.captured("text"), NOW + shift))


def test_an_unknown_event_is_acknowledged_and_named(rig: Rig, connector: Connector) -> None:
    parsed = connector.parse(rig.seal(rig.captured("unknown_event"), NOW))
    assert parsed.messages == ()
    assert parsed.ignored
    assert parsed.reply == connector.parse(rig.seal(rig.captured("text"), NOW)).reply


@pytest.mark.parametrize("body", [b"", b"{", b"<xml>", b"<xml></xml>", b"\xff\xfe\x00", b"[]", BOMB])
def test_a_malformed_payload_is_a_clear_error(rig: Rig, connector: Connector, body: bytes) -> None:
    with pytest.raises(MalformedPayload) as caught:
        connector.parse(rig.seal(body, NOW))
    assert caught.value.message


def test_a_joined_text_fits_until_it_is_too_long(connector: Connector) -> None:
    short = MessageBody("您好", buttons=(Button("查物流", "/query_logistics"),))
    assert connector.fits_one_message([short, short], first_option=1)
    assert not connector.fits_one_message([MessageBody("长" * 5000)], first_option=1)


async def test_an_unreachable_service_is_worth_another_try(connector: Connector) -> None:
    with pytest.raises(Unavailable):
        await connector.send("somebody", [MessageBody("您好")], idempotency_key="0" * 32)
    await connector.close()


def test_every_connector_has_captured_payloads_and_a_guide() -> None:
    assert set(RIGS) == set(CONNECTORS)
    for rig in RIGS.values():
        assert rig.captured("text")
        assert (ROOT / "docs" / "connectors" / f"{rig.channel}.md").is_file()
