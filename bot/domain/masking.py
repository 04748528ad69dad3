"""Hide personal data in logs, summaries and lists (service standards S12)."""

from __future__ import annotations

import re
from datetime import date

_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_ID_CARD = re.compile(r"(?<!\d)(\d{6})(\d{8})(\d{3}[\dXx])(?![\dXx])")
_BANK_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")
_EMAIL = re.compile(r"([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_HOUSE = r"\d+[A-Za-z]?\s*(?:号楼|号|弄|栋|幢|座|单元|室|楼|层)"
_STREET = re.compile(
    r"([\u4e00-\u9fff]{1,8}?(?:路|街道|街|大道|巷|弄|胡同|小区|花园|公寓|新村|大厦|村))"
    rf"[\u4e00-\u9fffA-Za-z -]{{0,12}}?(?:{_HOUSE})+[A-Za-z0-9-]*"
)
_DISTRICT = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,10}?(?:市|州|盟|地区))?"
    r"(?:[\u4e00-\u9fff]{1,8}?(?:区|县|市|旗))?"
)
_ID_REGIONS = frozenset(range(11, 16)) | {21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)}
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mask_phone(phone: str) -> str:
    """``13812345678`` → ``138****5678``; anything shorter than 7 digits is hidden whole."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) < 7:
        return "*" * len(phone)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}" if len(digits) > 7 else f"{digits[:3]}****"


def mask_name(name: str) -> str:
    """``王小明`` → ``王**``."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_address(address: str) -> str:
    """Keep province, city and district: ``浙江省杭州市余杭区****``."""
    if not address:
        return ""
    match = _DISTRICT.match(address)
    return (match.group(0) if match else "") + "****"


def mask_text(text: str) -> str:
    """Hide phones, identity cards, bank cards, e-mail addresses and house numbers in free text.

    Order and tracking numbers stay readable: an 18-digit number counts as an identity card only if region, birthday
    and check digit are right, a card number only if its Luhn sum is.
    """
    masked = _ID_CARD.sub(_mask_id, text)
    masked = _BANK_CARD.sub(_mask_card, masked)
    masked = _PHONE.sub(r"\1****\3", masked)
    masked = _EMAIL.sub(r"\1***@\2", masked)
    return _STREET.sub(r"\1****", masked)


def _mask_id(match: re.Match[str]) -> str:
    number = match.group(0).upper()
    if not is_identity_card(number):
        return match.group(0)
    return f"{number[:3]}{'*' * 11}{number[-4:]}"


def is_identity_card(number: str) -> bool:
    """Whether region, birthday and check digit of these 18 characters are right (GB 11643)."""
    if int(number[:2]) not in _ID_REGIONS:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _mask_card(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group(0))
    if not passes_luhn(digits):
        return match.group(0)
    return f"{digits[:4]}{'*' * (len(digits) - 8)}{digits[-4:]}"


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812)."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
