"""Emoji and chat emoticons that carry meaning in a service conversation, as short Chinese words."""

from __future__ import annotations

import re

IS_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u2190-\u21ff\u25a0-\u25ff\u203c\u2049\u2122\u2139]"
)
"""Matches one character of the picture blocks (arrows, dingbats and shapes included)."""

_WORDS = {
    "生气": "😡😠🤬👿😤💢😾",
    "难过": "😢😭😞😔😟🙁😣😩😫😥😿🥺💔☹",
    "无语": "😑😒🙄😅🤦😓😶😐🤐",
    "呕吐": "🤮🤢",
    "害怕": "😱😨😰😧",
    "生病": "🤒🤕😷🤧",
    "开心": "😀😃😄😁😆😊☺😍🥰😘🤣😋😎😺🎉",
    "疑问": "🤔❓❔🤨",
    "呵呵": "🙂🙃",
    "赞": "👍💯",
    "差评": "👎",
    "好的": "👌🆗",
    "谢谢": "🙏🌹💐🌷",
    "加油": "💪",
    "再见": "👋",
    "爱心": "❤💕💖💗😻♥💓💞",
    "对": "✅✔☑",
    "不": "❌✖🙅🚫",
    "笑": "😂😏😜😝😛🤭",
}
EMOJI_WORDS = {emoji: word for word, row in _WORDS.items() for emoji in row}
"""One emoji → its word. Not listed: no meaning for us, dropped."""

EMOTICON_WORDS = {
    "发怒": "生气",
    "怒": "生气",
    "抓狂": "生气",
    "咒骂": "生气",
    "大哭": "难过",
    "流泪": "难过",
    "哭": "难过",
    "难过": "难过",
    "快哭了": "难过",
    "委屈": "难过",
    "心碎": "难过",
    "撇嘴": "无语",
    "白眼": "无语",
    "捂脸": "无语",
    "尴尬": "无语",
    "流汗": "无语",
    "汗": "无语",
    "吐": "呕吐",
    "微笑": "呵呵",
    "呲牙": "开心",
    "偷笑": "开心",
    "愉快": "开心",
    "可爱": "开心",
    "憨笑": "开心",
    "笑哭": "开心",
    "疑问": "疑问",
    "思考": "疑问",
    "强": "赞",
    "弱": "差评",
    "抱拳": "谢谢",
    "合十": "谢谢",
    "玫瑰": "谢谢",
    "爱心": "爱心",
    "再见": "再见",
    "OK": "好的",
    "NO": "不",
    "握手": "",
    "咖啡": "",
    "鼓掌": "赞",
}
"""Name in ``[…]`` → its word; an empty word is dropped."""
