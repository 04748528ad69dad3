"""Words that press for speed: 帮我催一下, 加急, 快点."""

from __future__ import annotations

import re

_PRESS = re.compile(r"催|加急|加快|优先(?:发|送|处理)|(?:快|早|抓紧|尽快|赶紧|麻烦快)一?点|(?:尽快|赶紧|抓紧|赶快)")
_ONLY_PRESS = re.compile(
    r"(?:[要行好嗯对可以的吧啊呀呢哦啦请帮我你们麻烦给替一下快点早些急催加优先发货送赶紧抓尽了很着那能不吗单个订件"
    r",，。.！!？?~ ]"
    r"|太慢)+"
)
_LONGEST = 14


def presses(text: str) -> bool:
    """Whether speed is demanded."""
    return bool(_PRESS.search(text)) or (bool(_ONLY_PRESS.fullmatch(text.strip())) and "急" in text)


def only_presses(text: str) -> bool:
    """Whether nothing else is said: 要 加急; 那单能加急不."""
    said = text.strip()
    return len(said) <= _LONGEST and presses(said) and bool(_ONLY_PRESS.fullmatch(said))
