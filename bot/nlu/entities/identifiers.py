"""Phones, order numbers and tracking numbers, and the long numbers that are none of them.

Formats: phones by the numbering plan of mainland China (11 digits, 13–19); tracking numbers by what the carriers
print (SF + 12–15 digits, YT/JT + 13, JD…, EMS two letters + 9 digits + two letters or 13 digits, ZTO/STO/Yunda 12–15
digits, which look like anything and need a word or a carrier beside them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.masking import is_identity_card, passes_luhn
from bot.nlu.entities.candidate import BLOCKED, RANK_BLOCK, RANK_IDENTIFIER, RANK_URL, Candidate
from bot.nlu.entities.carriers import CARRIER
from bot.nlu.entities.numerals import read_digits

_LINK = r"(?:号码?)?\s*(?:\(\S{1,4}\))?\s*(?:就?是|为|改成|填|[:#,，、])?\s*[:#]?\s*"
_PHONE = re.compile(r"(?<![\dA-Za-z])(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}) ?- ?(\d{7,8})(?!\d)")
_SPOKEN_PHONE = re.compile(
    r"(?<![零〇一二三四五六七八九])[一幺][三四五六七八九][零〇一幺二三四五六七八九]{9}(?![零〇一二三四五六七八九])"
)
_PHONE_TAIL = re.compile(
    r"(?:(?<![卡行单])尾号|(?:手机|电话|号码)?(?:后|末|最后)(?:四|4)位(?:数字?)?)\s*(?:就?是|为|"
    r"[:：])?\s*(\d{4})(?!\d|那单|这单|的?(?:那个|这个)?订单|的?(?:储蓄|信用|银行)?卡)"
)
_RUN = re.compile(r"(?<![A-Za-z0-9.*])[A-Za-z]{0,4}\d[A-Za-z0-9]{4,}(?:-\d{1,3}){0,2}-?(?![A-Za-z0-9*]|\.\d)")
_SPACED_RUN = re.compile(r"(?<![\d.])\d{3,6}(?:[ -]\d{3,6}){2,5}(?![\d])")

_ORDER_WORD = re.compile(r"(?:订\s*单|单子|单)" + _LINK + r"$|(?:订单)?编号" + _LINK + r"$|order" + _LINK + r"$", re.I)
_TRACKING_WORD = re.compile(
    r"(?:快递|物流|运单|面单|包裹|退货|寄回|退回|换货|回寄|寄件|快件|邮件)(?:的|了|公司)?(?:快递|物流|运)?单?"
    + _LINK
    + r"$"
)
_URL = re.compile(r"(?:https?://|www\.|item\.|m\.)[A-Za-z0-9._~:/?#@!&'()*+;=%-]+")
_BEFORE_TRACKING = re.compile(rf"快递|物流|运单|包裹|寄回|寄出|{CARRIER}", re.I)
_AFTER_TRACKING = re.compile(rf"^ ?的?快递|揽件|派件|派送|{CARRIER}", re.I)
_PLAIN_WORD = re.compile(r"(?<!订)单" + _LINK + r"$")
_TRACKING_DIGITS = re.compile(r"7[35678]\d{11,13}")
_OTHER_NUMBER = re.compile(
    r"(?:税务?登?记?证?|识别|信用代码|卡|银行账|账|帐|身份证|条形?码|条码|序列|串|激活码|兑换码|"
    r"券码|防伪码?|追溯码|商品(?:ID|编)|货|型|批|邮编|"
    r"邮政编码|开户行?|SN|S/N|IMEI|QQ|qq|扣扣|ID|id|SKU|sku|sn|微信|vx|wx|证书|密码|验证码|交易单|"
    r"交易|流水|工单|工单编|提货券编|券编|(?:银|支|分|总)行\S{0,8})(?:码|编)?" + _LINK + r"$"
)
_PREFIXED = re.compile(
    r"(?:SF\d{10,15}|YT\d{10,18}|JT\d{10,15}|JD(?:V[A-Z]?|[A-Z]{1,2})?\d{9,15}(?:-\d{1,3}){0,2}-?|"
    r"ZTO?\d{10,15}|STO?\d{10,15}|"
    r"YD\d{10,15}|YZ\d{10,15}|DPK\d{10,15}|DPL\d{10,15}|BEST\d{8,15}|HT\d{10,15}|TT\d{10,15}|ZJS\d{9,15}|"
    r"KY\d{10,15}|[A-Z]{2}\d{9}[A-Z]{2})"
)
_LONGEST_LABEL = 16
_NEIGHBOURHOOD = 12
_ORDER_LENGTHS = range(15, 21)
_SHORT_ORDER_LENGTHS = range(10, 15)
_TRACKING_LENGTHS = range(9, 19)


def find_identifiers(text: str) -> Iterator[Candidate]:
    """Phones, order numbers, tracking numbers, and blocks over other long numbers."""
    if not any(char.isdigit() for char in text):
        yield from _find_spoken_phones(text)
        return
    for match in _URL.finditer(text):
        yield Candidate(BLOCKED, match[0], match.start(), match.end(), RANK_URL)
    for match in _RUN.finditer(text):
        yield from _judge_run(text, match.start(), match.end())
    for match in _SPACED_RUN.finditer(text):
        yield from _judge_spaced(text, match.start(), match.end())
    for match in _PHONE.finditer(text):
        if not _OTHER_NUMBER.search(_before(text, match.start())):
            yield Candidate("phone", "".join(match.groups()), match.start(), match.end(), RANK_IDENTIFIER)
    for match in _LANDLINE.finditer(text):
        yield Candidate("phone", f"{match[1]}-{match[2]}", match.start(), match.end(), RANK_IDENTIFIER)
    for match in _PHONE_TAIL.finditer(text):
        yield Candidate("phone", match[1], match.start(1), match.end(1), RANK_IDENTIFIER)
    yield from _find_spoken_phones(text)


def _find_spoken_phones(text: str) -> Iterator[Candidate]:
    for match in _SPOKEN_PHONE.finditer(text):
        yield Candidate("phone", read_digits(match[0]), match.start(), match.end(), RANK_IDENTIFIER)


def _before(text: str, start: int) -> str:
    return text[max(0, start - _LONGEST_LABEL) : start]


def _judge_run(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Decide what an unbroken run of digits (and letters) is."""
    run = text[start:end].upper()
    before = _before(text, start)
    if _PREFIXED.fullmatch(run):
        yield Candidate("tracking_number", run.rstrip("-"), start, end, RANK_IDENTIFIER)
    elif _OTHER_NUMBER.search(before):
        yield Candidate(BLOCKED, run, start, end, RANK_BLOCK)
    elif _is_called_tracking_number(run, before):
        yield Candidate("tracking_number", run, start, end, RANK_BLOCK)
    elif _ORDER_WORD.search(before) and sum(char.isdigit() for char in run) >= 6:
        yield Candidate("order_number", run, start, end, RANK_BLOCK)
    elif run.isdigit():
        yield from _judge_bare_digits(text, run, start, end)
    elif len(run) >= 15:
        yield Candidate(BLOCKED, run, start, end, RANK_BLOCK)


def _is_called_tracking_number(run: str, before: str) -> bool:
    """Whether the words before say so; plain 单号 does if the digits look like a carrier's."""
    if _TRACKING_WORD.search(before):
        return len(run) >= _TRACKING_LENGTHS.start
    return bool(_PLAIN_WORD.search(before) and _TRACKING_DIGITS.fullmatch(run))


def _judge_bare_digits(text: str, run: str, start: int, end: int) -> Iterator[Candidate]:
    if _is_identity_number(run) or _is_bank_card(run):
        yield Candidate(BLOCKED, run, start, end, RANK_BLOCK)
    elif _PHONE.fullmatch(run):
        return
    elif len(run) in _TRACKING_LENGTHS and _is_near_carrier(text, start, end):
        yield Candidate("tracking_number", run, start, end, RANK_IDENTIFIER)
    elif len(run) in _ORDER_LENGTHS or (len(run) in _SHORT_ORDER_LENGTHS and not _is_mistyped(run)):
        yield Candidate("order_number", run, start, end, RANK_IDENTIFIER)
    elif len(run) > 8:
        yield Candidate(BLOCKED, run, start, end, RANK_BLOCK)


def _judge_spaced(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Numbers read out in groups: a bank card, or an order number beside its word."""
    digits = re.sub(r"\D", "", text[start:end])
    if _is_bank_card(digits) or _OTHER_NUMBER.search(_before(text, start)):
        yield Candidate(BLOCKED, digits, start, end, RANK_BLOCK)
    elif len(digits) in _ORDER_LENGTHS and _ORDER_WORD.search(_before(text, start)):
        yield Candidate("order_number", digits, start, end, RANK_BLOCK)


def _is_near_carrier(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _NEIGHBOURHOOD) : start], text[end : end + _NEIGHBOURHOOD]
    return bool(_BEFORE_TRACKING.search(before) or _AFTER_TRACKING.search(after))


def _is_identity_number(digits: str) -> bool:
    return len(digits) == 18 and (is_identity_card(digits) or _is_credit_code(digits))


def _is_bank_card(digits: str) -> bool:
    starts = ("62", "4", "51", "52", "53", "54", "55") if len(digits) == 16 else "62"
    return 16 <= len(digits) <= 19 and digits.startswith(starts) and passes_luhn(digits)


def _is_credit_code(digits: str) -> bool:
    """A unified social credit code (GB 32100) that happens to have no letters."""
    if len(digits) != 18 or not digits.startswith(("91", "92")):
        return False
    total = sum(int(digit) * pow(3, index, 31) for index, digit in enumerate(digits[:17]))
    return (31 - total % 31) % 31 == int(digits[17])


def _is_mistyped(run: str) -> bool:
    """A barcode of goods from China (EAN-13, prefix 690–699) or a phone that misses a digit."""
    return (len(run) == 13 and run.startswith("69")) or bool(re.fullmatch(r"1[3-9]\d{8}", run))
