"""Initials and pinyin for whole words that shoppers type: th, tuihuo, TUI QIAN, rgkf; and words of the dialects.

A closed table of what is common in shops. Only whole words of letters are read, so that models, links and English stay.
"""

from __future__ import annotations

import re

_WORDS = {
    "th": "退货", "tk": "退款", "tq": "退钱", "fp": "发票", "yhq": "优惠券", "kd": "快递", "wl": "物流",
    "dd": "订单", "zfb": "支付宝", "wx": "微信", "rg": "转人工", "zrg": "转人工", "rgkf": "转人工客服",
    "kf": "客服", "yf": "运费", "hb": "花呗", "sf": "顺丰", "yd": "韵达", "zt": "中通", "dz": "地址",
    "kdd": "快递单号", "tuihuo": "退货", "huanhuo": "换货", "tuikuan": "退款", "tuiqian": "退钱", "fapiao": "发票",
    "kaipiao": "开票", "youhuiquan": "优惠券", "kuaidi": "快递", "wuliu": "物流", "dingdan": "订单",
    "fahuo": "发货", "daohuo": "到货", "rengong": "转人工", "zhuanrengong": "转人工", "kefu": "客服",
    "baoyou": "包邮", "yunfei": "运费", "dizhi": "地址", "zhifubao": "支付宝", "weixin": "微信", "huabei": "花呗",
    "shunfeng": "顺丰", "duoshaoqian": "多少钱", "jiage": "价格", "youhuo": "有货", "youhuoma": "有货吗",
    "daonale": "到哪了", "nihao": "你好", "zaima": "在吗", "xiexie": "谢谢", "shouhou": "售后", "tousu": "投诉",
    "quxiao": "取消", "zhengpin": "正品", "baoxiu": "保修", "chima": "尺码", "woyao": "我要", "woxiang": "我想",
    "qingwen": "请问", "keyi": "可以", "shenme": "什么", "zenme": "怎么", "weishenme": "为什么", "duojiu": "多久",
    "shenmeshihou": "什么时候",
}  # fmt: skip
_WITH_CHINESE = frozenset({"yd", "zt", "hb", "dd", "dz", "wl", "kdd", "sf", "tq"})
"""Two letters that mean much else: read beside Chinese words only, never alone."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LETTERS = re.compile(r"(?<![A-Za-z0-9_./=&?#@:-])[A-Za-z]+(?: [A-Za-z]+)*(?![A-Za-z0-9_./=&#@:-])")
_LONGEST = 5
"""Syllables written apart: wei shen me."""
_DIALECT = (
    (re.compile(r"木有|莫得|没得(?![到罪意分奖逞劲选])"), "没有"),
    (re.compile(r"[嘞咧](?=[\s，,。！!？?~～]|$)"), "呢"),
    (re.compile(r"不咯(?=[\s，,。！!？?~～]|$)"), "不"),
    (re.compile(r"(?<=[吗没不呢啊])[咯噻撒哒](?=[\s，,。！!？?~～]|$)"), ""),
    (re.compile(r"咋个|啷个|咋样个"), "怎么"),
    (re.compile(r"啥子|么子"), "什么"),
    (re.compile(r"俺们?"), "我"),
    (re.compile(r"(?<=[买我你家店他她拍发寄])滴(?=[\u4e00-\u9fff])"), "的"),
)
"""Words and endings of the dialects that shoppers write: 有冰箱没得, 洗衣机嘞, 咋个弄."""
_CANTONESE = (
    ("幾錢", "多少钱"), ("几钱", "多少钱"), ("幾耐", "多久"), ("几耐", "多久"), ("幾時", "什么时候"),
    ("几时", "什么时候"), ("點解", "为什么"), ("点解", "为什么"), ("邊度", "哪里"), ("边度", "哪里"),
    ("乜嘢", "什么"), ("咩", "什么"), ("送唔送", "送不送"), ("得唔得", "行不行"), ("係唔係", "是不是"),
    ("唔使", "不用"), ("唔要", "不要"), ("有冇", "有没有"), ("冇", "没有"), ("噉", "那"), ("嘅", "的"),
    ("喺", "在"),
)  # fmt: skip


def spell_out(text: str) -> str:
    """The message with initials, pinyin words and words of the dialects in standard Chinese."""
    for word, standard in _CANTONESE:
        text = text.replace(word, standard)
    for pattern, standard in _DIALECT:
        text = pattern.sub(standard, text)
    return _LETTERS.sub(lambda match: _read(match.group(0), has_chinese=bool(_CHINESE.search(text))), text)


def _read(letters: str, *, has_chinese: bool) -> str:
    """A run of words of letters, the longest entries first; what is not in the table stays as it was."""
    parts, done, found = letters.split(" "), 0, False
    read: list[str] = []
    while done < len(parts):
        for length in range(min(_LONGEST, len(parts) - done), 0, -1):
            word = "".join(parts[done : done + length]).lower()
            if word in _WORDS and (has_chinese or word not in _WITH_CHINESE):
                read.append(_WORDS[word])
                done, found = done + length, True
                break
        else:
            read.append(parts[done])
            done += 1
    return (
        "".join(read) if found and all(_CHINESE.match(part) for part in read) else " ".join(read) if found else letters
    )
