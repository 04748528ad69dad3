"""WeChat's own rules: the published vectors, modes, kinds of messages, what an error code means."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace

import pytest

from bot.domain.channel import ChannelMessageKind, WebhookRequest
from bot.domain.conversation import MessageBody
from bot.domain.errors import BadRequest
from connectors.base import BadSignature, MalformedPayload, NotForUs, StaleRequest
from connectors.registry import make_connectors
from connectors.wechat.connector import MAX_TEXT_BYTES, make_wechat_connector
from connectors.wechat.crypto import Cipher, check_signature, sign
from tests.contract.channel_rigs import RIGS, SETTINGS, WECHAT_KEY, WECHAT_TOKEN, seal_wechat, seal_wechat_plain
from tests.fakes import NOON, FakeClock

NOW = int(NOON.timestamp())
RIG = RIGS["wechat"]

OFFICIAL_ACCOUNT = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
WECOM_ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


def test_the_published_vector_of_the_official_account() -> None:
    assert Cipher(WECHAT_KEY, "wxb11529c136998cb6").decrypt(OFFICIAL_ACCOUNT).decode() == "我是中文abcd123"


def test_the_published_vector_of_wecom() -> None:
    check_signature("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "QDG6eK", "1409659589", "263014780", WECOM_ECHO)
    cipher = Cipher("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
    assert cipher.decrypt(WECOM_ECHO) == b"1616140317555161061"


def test_a_message_for_another_account_is_refused(clock: FakeClock) -> None:
    with pytest.raises(NotForUs):
        RIG.make(clock).parse(seal_wechat(RIG.captured("text"), NOW, app_id="wx0000000000000000"))


def test_damaged_cipher_texts_are_malformed() -> None:
    cipher = Cipher(WECHAT_KEY, "wxb11529c136998cb6")
    data = b64decode(OFFICIAL_ACCOUNT)
    damaged = [
        b64encode(data[:-16]).decode(),
        b64encode(data[:-1]).decode(),
        "",
        "不是密文",
        b64encode(b"x" * 64).decode(),
    ]
    for encrypted in damaged:
        with pytest.raises(MalformedPayload):
            cipher.decrypt(encrypted)


def test_an_encrypted_xxe_is_refused(clock: FakeClock) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xml><MsgType>text</MsgType><Content>&e;</Content></xml>'
    with pytest.raises(MalformedPayload):
        RIG.make(clock).parse(seal_wechat(bomb, NOW))


@pytest.mark.parametrize("key", ["short", "a" * 44, "*" * 43])
def test_a_wrong_aes_key_is_refused_at_the_start(key: str, clock: FakeClock) -> None:
    with pytest.raises(BadRequest):
        make_wechat_connector(replace(SETTINGS, wechat_encoding_aes_key=key), clock)


def test_the_address_check_echoes(clock: FakeClock) -> None:
    query = {
        "timestamp": str(NOW),
        "nonce": "n",
        "echostr": "5837397520665436492",
        "signature": sign(WECHAT_TOKEN, str(NOW), "n"),
    }
    connector = RIG.make(clock)
    assert connector.parse(WebhookRequest("GET", query, {}, b"")).reply == b"5837397520665436492"
    with pytest.raises(BadSignature):
        connector.parse(WebhookRequest("GET", {**query, "signature": "0" * 40}, {}, b""))
    with pytest.raises(StaleRequest):
        connector.parse(
            WebhookRequest("GET", {**query, "timestamp": "1", "signature": sign(WECHAT_TOKEN, "1", "n")}, {}, b"")
        )


def test_plain_mode_when_only_the_token_is_set(clock: FakeClock) -> None:
    connector = RIG.make(clock, replace(SETTINGS, wechat_encoding_aes_key=""))
    request = seal_wechat_plain(RIG.captured("text"), NOW)
    assert connector.parse(request).messages[0].client_message_id == "24918273645501234"
    with pytest.raises(BadSignature):
        connector.parse(replace(request, query={**request.query, "signature": "0" * 40}))


def test_safe_mode_refuses_plain_messages(clock: FakeClock) -> None:
    with pytest.raises(BadSignature):
        RIG.make(clock).parse(seal_wechat_plain(RIG.captured("text"), NOW))


@pytest.mark.parametrize(
    ("name", "kind", "text", "payload"),
    [
        ("voice", ChannelMessageKind.TEXT, "我的快递到哪里了", None),
        ("video", ChannelMessageKind.TEXT, "［视频］", None),
        ("subscribe", ChannelMessageKind.SUBSCRIBE, "", None),
        ("click", ChannelMessageKind.BUTTON, "查询物流", "/query_logistics"),
    ],
)
def test_kinds(name: str, kind: ChannelMessageKind, text: str, payload: str | None, clock: FakeClock) -> None:
    [message] = RIG.make(clock).parse(seal_wechat(RIG.captured(name), NOW)).messages
    assert (message.kind, message.text, message.payload) == (kind, text, payload)


def test_events_are_told_apart_by_sender_and_time(clock: FakeClock) -> None:
    [message] = RIG.make(clock).parse(seal_wechat(RIG.captured("click"), NOW)).messages
    assert message.client_message_id == "oX1bY5t8Kq0nWz2VtR4sLmP7cD9E-1794369605"


def test_half_a_configuration_is_refused(clock: FakeClock) -> None:
    with pytest.raises(BadRequest, match="APP_SECRET"):
        make_connectors(replace(SETTINGS, wechat_app_secret=""), clock)
    with pytest.raises(BadRequest, match="APP_REPLY_URL"):
        make_connectors(replace(SETTINGS, app_reply_url=""), clock)


def test_without_settings_there_is_no_connector(clock: FakeClock) -> None:
    bare = replace(SETTINGS, wechat_token="", app_secret="", app_reply_url="")
    assert make_connectors(bare, clock) == {}


def test_the_limit_counts_bytes(clock: FakeClock) -> None:
    connector = RIG.make(clock)
    assert connector.fits_one_message([MessageBody("字" * (MAX_TEXT_BYTES // 3))], first_option=1)
    assert not connector.fits_one_message([MessageBody("字" * (MAX_TEXT_BYTES // 3 + 1))], first_option=1)
