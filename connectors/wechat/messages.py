"""The platform's XML → messages of ours (普通消息 and 事件推送 of the platform's documentation)."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.domain.channel import ChannelMessage, ChannelMessageKind
from bot.domain.intents import INTENTS
from connectors.base import MalformedPayload

CHANNEL = "wechat"

Fields = dict[str, str]


def read_xml(body: bytes) -> Fields:
    """The direct children of the root as text.

    Raises:
        MalformedPayload: not XML, or XML with a document type or entities, which the platform never sends.
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedPayload("请求内容不是有效的 XML") from error
    return {child.tag: (child.text or "").strip() for child in root}


def read_message(fields: Fields) -> ChannelMessage | str:
    """The message, or why it is left aside.

    Raises:
        MalformedPayload: a field that every message has is missing.
    """
    kind = _require(fields, "MsgType")
    if kind == "event":
        return _read_event(fields)
    message_id = _require(fields, "MsgId")
    if kind == "image":
        return _message(fields, message_id, ChannelMessageKind.IMAGE, "［图片］", image_url=fields.get("PicUrl"))
    describe = _TEXTS.get(kind)
    if describe is None:
        return _message(fields, message_id, ChannelMessageKind.TEXT, "［暂不支持的消息］")
    return _message(fields, message_id, ChannelMessageKind.TEXT, describe(fields))


def _read_event(fields: Fields) -> ChannelMessage | str:
    event = _require(fields, "Event")
    # Events have no MsgId: the platform says to tell repeats by sender and time.
    event_id = f"{_require(fields, 'FromUserName')}-{_require(fields, 'CreateTime')}"
    if event == "subscribe":
        return _message(fields, event_id, ChannelMessageKind.SUBSCRIBE, "")
    if event == "CLICK":
        key = _require(fields, "EventKey")
        intent = INTENTS.get(key)
        if intent is None:
            return _message(fields, event_id, ChannelMessageKind.TEXT, key)
        return _message(fields, event_id, ChannelMessageKind.BUTTON, intent.phrase, payload=f"/{intent.name}")
    return f"event {event}"


def _message(
    fields: Fields,
    message_id: str,
    kind: ChannelMessageKind,
    text: str,
    *,
    payload: str | None = None,
    image_url: str | None = None,
) -> ChannelMessage:
    return ChannelMessage(
        channel=CHANNEL,
        external_user_id=_require(fields, "FromUserName"),
        client_message_id=message_id,
        kind=kind,
        text=text,
        payload=payload,
        image_url=image_url,
    )


def _require(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not value:
        raise MalformedPayload(f"请求缺少 {name}")
    return value


def _location(fields: Fields) -> str:
    return f"［位置］{fields.get('Label', '')}".strip()


def _link(fields: Fields) -> str:
    return f"［链接］{fields.get('Title', '')} {fields.get('Url', '')}".strip()


_TEXTS: dict[str, Callable[[Fields], str]] = {
    "text": lambda fields: fields.get("Content") or "［空消息］",
    "voice": lambda fields: fields.get("Recognition") or "［语音］",
    "video": lambda _fields: "［视频］",
    "shortvideo": lambda _fields: "［视频］",
    "location": _location,
    "link": _link,
}
