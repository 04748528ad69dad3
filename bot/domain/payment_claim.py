"""Money that a shopper says was taken: twice, or without the order being paid."""

from __future__ import annotations

import re

_TAKEN = re.compile(
    r"[扣划](?:了|走|掉|款|钱|我|完)|钱.{0,4}(?:没了|少了|出去|扣|划走)|(?:付|支付|转)(?:完|过|好)?(?:款|钱)?(?:了|过|成功)|(?:付|支付)完|"
    r"(?:明明|已经?|刚刚?|都)(?:已经)?(?:付|支付)|(?:付款|支付)成功"
)
_TWICE = re.compile(
    r"重复[扣付支]|多[扣收付](?!少|了?[运邮]费)|(?:扣|付|支付|划|收).{0,6}(?:[两二2](?:次|回|笔|遍|份)|双[倍份])|[两二2](?:次|回|笔|遍).{0,3}(?:扣款|付款|支付|钱)"
)
_WITHOUT_ORDER = re.compile(
    r"(?:还|仍|依然|依旧|显示|怎么|却|但).{0,8}(?:待|未|没|没有)(?:付|支付)|"
    r"(?:没有?|查不到|找不到|看不到|没看到|没见|没生成|不见).{0,6}(?:订单|单子)(?!.{0,4}(?:发|物流|更新|确认))|"
    r"订?单.{0,6}(?:没有了?$|没成|不成功|没生成|失败|没变|不见|没了|待付)|(?:又|还)(?:让|要|叫)我?.{0,3}(?:付|支付)|没成功"
)
_ONLY_TAKEN = re.compile(r"明明.{0,4}(?:付|支付)|扣了?[我]?(?:钱|款|\d)|钱扣了|扣款|多扣|重复[扣付支]")
_FAILED = re.compile(r"(?:付|支付|扣款|扣费)(?:款)?(?:不了|不出|不上|不成功|失败)|付不|支付不")
_OTHER_MONEY = re.compile(r"退|定金|尾款|预售")
_PAID = re.compile(
    r"(?:明明|真的?|确实|早就?|已经?|都|我(?:是|昨[天晚]|前天|今天|当时|刚才?)?)(?:就|都|是)?(?:付|支付|转|给)(?:过|完|好)?了?(?:钱|款)?(?:了|过|的)"
)
_ASKED_PAYMENT = re.compile(
    r"(?:付|支付)(?:了|过)?(?:钱|款)?的?(?:吗|没有?[?？]?$|多少)|几号|什么时候|怎么还?[没不]发|[没不未]发|定金"
)
_AGAIN = re.compile(r"(?:再|重新|重复|又)(?:去|来)?(?:付|支付)")
_ASKS = re.compile(r"要不要|需不需要|用不用|[吗么?？]|是不是|还(?:要|得|需要)")
_MONEY = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,2})?)(?![\d.]|[点号月年天次回笔])")


def claims_charge(text: str) -> bool:
    """Whether money is said to be gone: twice, or for an order that is not there or still unpaid."""
    if is_double(text):
        return True
    if _FAILED.search(text) and not re.search(r"扣[了走]", text):
        return False
    return is_sure_charge(text) or bool(_ONLY_TAKEN.search(text))


def is_sure_charge(text: str) -> bool:
    """Whether the words leave no other reading: charged twice, or paid and still no paid order."""
    if _OTHER_MONEY.search(text):
        return False
    return is_double(text) or bool(_TAKEN.search(text) and _WITHOUT_ORDER.search(text))


def is_double(text: str) -> bool:
    """Whether the charge is said to be double."""
    return bool(_TWICE.search(text))


def insists_on_payment(text: str) -> bool:
    """我付了钱的啊: said against a state that shows none."""
    return bool(_PAID.search(text)) and not _OTHER_MONEY.search(text) and not _ASKED_PAYMENT.search(text)


def asks_pay_again(text: str) -> bool:
    """要不要再付一次."""
    return bool(_AGAIN.search(text)) and bool(_ASKS.search(text))


def read_charge(text: str) -> int | None:
    """The amount that was taken, in fen."""
    found = _MONEY.search(text)
    return round(float(found.group(1)) * 100) if found else None
