"""Is this a yes, a question, or nothing but a particle? Read before a message may answer the question of a form."""

from __future__ import annotations

import re

_YES_WORD = (
    r"(?:嗯+(?!哼)|恩+|是的?|对的?|好的?|好滴|好嘞|可以的?|行的?|成|中|确认|确定|没问题|同意|没错|办吧|提交|ok|要的?|需要|麻烦了?"
    r"|就这样|就这么办|帮我办|没毛病|妥|必须的)"
)
_PARTICLES = r"[呀啊吧哦呢了的嘞哈滴您你，,。!！~～ ]*"
_YES = re.compile(
    rf"(?:[哦噢喔]{_PARTICLES})?(?:{_YES_WORD}{_PARTICLES})+(?:谢谢|多谢|辛苦)?{_PARTICLES}", re.IGNORECASE
)
_BARE = re.compile(
    rf"(?:{_YES_WORD}|嗯+|哼|哦+|噢+|喔+|啊+|呃+|额+|唉+|哎+|呵+|哈+|嗨|嘿|不|不是|没有?|知道了?|收到|明白了?|懂了?|了解了?|谢谢您?"
    r"|等一?下|等等|稍等|在吗?|你好|您好|[吗呢吧呀嘛么哟的了您你]|[\W_])*",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(
    r"(?:不知道?|不清楚|不晓得|搞不清|说不清|不明白)[^，,。；;？?]*"
    r"|(?:怎么|怎样|咋|什么|啥|谁|哪里?|哪儿|多少)[^，,。；;？?]{0,8}[都也]"
    r"|没有?(?:什么|啥|怎么|几|多少)|(?:有点|有一?股|一?股)(?:什么|啥)|不(?:怎么|咋)|[好这那过没前近有了十]几|什么的|随便什么"
)
_ASKING_WORD = re.compile(
    r"什么|啥|怎么|咋|怎样|如何|为何|凭什么|多少|(?<!差不)多[久大长重高宽厚深远]|几[个号天点时件月位日]|哪[里儿个些款种天家]?|谁|何时|是否|能否|可否"
    r"|(?P<word>[\u4e00-\u9fff])不(?P=word)|有没有|[吗么嘛]$|[吗么嘛][？?]|呢$|[？?]|(?<![要是行好])不$|(?<=[了到过])没有?$|没$"
)
_TRAILING = re.compile(r"[。！!~～…\s啊呀哦噢哈]+$")
_ASKS_LEAVE = re.compile(
    r"[，,\s]*(?:(?:这样)?(?:可以|行|好|中|成|能行|没问题)(?:不|吗|么|嘛|不[行可]?)|(?:可|行|好)不(?:可以|行|好))[？?。\s]*$"
)
_HOLDS_BACK = re.compile(
    r"别(?:给我|帮我|再|先)?(?:退|换|改|取消|办|弄|提交|登记|修)|再(?:想想|考虑|看看)|考虑(?:一?下|考虑)|先等等再|还是原来(?!.{0,3}(?:电话|号码|手机|收货|收件|名|地址))"
    r"|照旧(?!.{0,3}(?:电话|号码|手机))"
)
_NOT_ASKED = re.compile(
    r"(?:没有?|不是|又不|并不)(?:说|要|想|打算|让[你您]|叫[你您])+过?[^，,。？?]{0,4}(?:登记|办理?|提交|申请|处理|反馈|投诉|退|换|修|取消|改)"
    r"|(?:别|不用|不要)(?:给我|帮我|再)?(?:登记|提交)|(?:就|只是?|随便)(?:想)?问(?:问|一?下)(?:而已|罢了)?[啊呀的。！!]*$"
    r"|(?:问|说|讲)的(?:不是|是(?:别|另|其[他它]))|(?:谁|哪里?|哪个)说.{0,4}(?:要|登记|退|换|取消|修)"
)
_LETS_GO = re.compile(
    r"(?:(?:那|那就|哎|唉|嗯|好吧|行吧|还是|先|就|暂时|我|这样|[，,。.!！~～… ])*"
    r"(?:算了|拉倒|没事(?:儿|了)?|不用(?:了|管)|不(?:弄|办|搞|整|处理|登记|申请|麻烦)了?|先?不(?:买|下单|拍)了?)"
    r"[了吧啦呗啊呀的哈]*)+[，,。.!！~～… ]*(?:谢谢您?|多谢|麻烦了)?[。!！~ ]*"
)
_NEGATED = re.compile(
    r"(?:先|就|还是|千万|可|请|都|我)*(?:别|不要|不用|不想|不必|甭|不)(?:给我|帮我|再|想|用|要|去|先)*(?P<verb>取消|退|换|改|修|撤)"
    r"(?:货|款|单|订单|地址)?(?:了|吧|啊|呀|哈|掉|的|啦|[，,。.!！~～… ])*"
)


def is_consent(text: str) -> bool:
    """好的, 可以, 确认 and the like and nothing else; 哦, 嗯哼 or a question mark are none."""
    return bool(_YES.fullmatch(text.strip()))


def is_bare(text: str) -> bool:
    """Only yes, no, particles, marks or emoji: it tells nothing that could be written down."""
    return bool(_BARE.fullmatch(text.strip()))


def asks_leave(text: str) -> bool:
    """…可以吗: a statement that is only put politely."""
    return bool(_ASKS_LEAVE.search(text.strip()))


def is_question(text: str) -> bool:
    """Whether something is asked, by a question word, a particle or a mark. 怎么按都没反应 and …可以吗 ask nothing."""
    kept = _TRAILING.sub("", _ASKS_LEAVE.sub("", text.strip()))
    return bool(_ASKING_WORD.search(_INDEFINITE.sub("", kept)))


def holds_back(text: str) -> bool:
    """别退, 再想想: not now."""
    return bool(_HOLDS_BACK.search(text))


def was_not_asked_for(text: str) -> bool:
    """我没要登记啊, 我问的是别的: the request was never meant."""
    return bool(_NOT_ASKED.search(text.strip()))


def lets_go(text: str) -> bool:
    """算了算了, 不弄了, 没事了, 先不买了: the whole message only ends it."""
    return bool(_LETS_GO.fullmatch(text.strip()))


def is_negated_request(text: str) -> bool:
    """别取消啊, 不退了: the opposite of a request; the whole message says only that."""
    return bool(negated_verb(text))


def negated_verb(text: str) -> str:
    """What is not to be done in 别取消啊: 取消; empty: the message is no such thing."""
    found = _NEGATED.fullmatch(text.strip())
    return found.group("verb") if found else ""


def split_question(text: str) -> tuple[str, str]:
    """What is told and what is asked in one message: 啥时候送 我周六在家 → 我周六在家, 啥时候送."""
    clauses = [clause for clause in re.split(r"(?<=[？?])|[，,。；;！!\s]+", text) if clause]
    asked = [clause for clause in clauses if is_question(clause)]
    return " ".join(clause for clause in clauses if clause not in asked), " ".join(asked)
