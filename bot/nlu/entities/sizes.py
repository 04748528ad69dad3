"""Sizes: letters, shoe and clothing numbers, storage, inches, waists, measures of goods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.candidate import RANK_ADDRESS, Candidate
from bot.nlu.entities.numerals import NUMBER, format_number, parse_number, read_digits

_LETTERS = re.compile(
    r"(?<![A-Za-z0-9./-])(\d{1,2}X{1,2}L|X{1,6}[LS]|[Xx]{1,6}[lL]|\d[xX][lL]|NB)(?:码|号)?(?![A-Za-z0-9])", re.I
)
_LETTER_CODE = re.compile(r"(?<![A-Za-z0-9./-])([SMLFsmlf])(?:码|号(?!楼|线|门|口))")
_LETTER_ALONE = re.compile(
    r"(?<![A-Za-z0-9./:-])([SML])(?![A-Za-z0-9.+-]|款|芯|卡|级|型|系|[Pp]ro)(?=$|[，。？！,/ ]|"
    r"的|还|和|跟|或|够|会|吗|吧|行|合适|可以|穿|就|太|偏|大|小|能|好|有|怎)"
)
_WHOLE_LETTER = re.compile(r"[smlfSMLF](?:码|号)?")
_CODE = re.compile(
    r"(?<![\d.A-Za-z号订])(\d{2,3}(?:\.5)?|[三四五六七八九一]十?[零一二三四五六七八九百十]{0,4})(?:码|号码)(?!数|头|表)"
)
_SHOE = re.compile(
    r"(?:穿|要|拍|换|换成|拿|发成?|选|尺码|鞋码|码数|码)(?:的|是|了)?\s*((?:3\d|4[0-8])(?:\.5)?)"
    r"(?![\d.]|个|块|元|件|双|盒|天|号|斤|套|包|年|岁|分|%|多|来|箱|瓶|kg|cm|寸|英|米|克|抽|片|"
    r"度|[A-Za-z])"
)
_SHOE_OF = re.compile(r"(?<![\d.])((?:3[4-9]|4[0-7])(?:\.5)?)的(?=鞋|靴|脚|$|偏|会|穿|够|合适|行|可以|太|能)")
_WORDS = re.compile(r"均码|加大码|特大码|加肥加大|大码|中码|小码|加大号|特大号|大号|中号|小号|标准码")
_WORD_VALUES = {
    "大号": "大码",
    "中号": "中码",
    "小号": "小码",
    "加大号": "加大码",
    "特大号": "特大码",
    "加肥加大": "加大码",
}
_NATIONAL = re.compile(r"(?<!\d)(1[0-9]{2}|[89]\d)\s?/\s?(\d{2,3})\s?([ABCYabcy])(?![A-Za-z])")
_CUP = re.compile(r"(?<![\dA-Za-z./-])((?:70|75|80|85|90|95|32|34|36|38)[A-Fa-f])(?:罩?杯|码)?(?![A-Za-z0-9])")
_STORAGE = re.compile(
    r"(?<![\d.A-Za-z])(?![2-6]G(?!B|内存|运存))(\d{1,4})\s?(?:([GT])B?|(gb|g|tb|t)(?=内存|运存|"
    r"显存|的?硬盘|的?U盘|的?固态|版))(?![A-Za-z0-9])"
)
_INCH = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d)?)\s?(?:英?寸|吋)")
_WAIST = re.compile(r"(?<![\d.])([1-4一二三四两])尺([0-9一二三四五六七八九]|半)?(?!子|码|寸|度)")
_VOLUME = re.compile(rf"(?<![\d.A-Za-z])({NUMBER})\s?(毫升|升|ml|ML|mL|L)(?![A-Za-z级]|级|降|职|学)")
_EXTENT = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s?(?:[*xX×乘]\s?(\d+(?:\.\d+)?))(?:\s?[*xX×乘]\s?(\d+(?:\.\d+)?)"
    r")?\s?(cm|CM|mm|MM|m|米|厘米|公分|毫米)?(?![\dA-Za-z])"
)
_GOODS_METRES = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s?(?:米|m)(?!\d|[A-Za-z])(?=(?:的|长的?|宽的?|高的?)?(?:床|"
    r"被|沙发|桌|帘|线|网线|柜|书架|布|绳|垫|杆|管|款|数据线|蚊帐|凉席|四件套|床单|地毯|伞))"
)


def find_sizes(text: str) -> Iterator[Candidate]:
    """Sizes in canonical words: 2XL, M, 42, 均码, 170/92A, 75B, 128G, 55寸, 2尺5, 500ml, 1.8米. 大两码 is none."""
    yield from _find_letters(text)
    yield from _find_codes(text)
    yield from _find_measures(text)


def _find_letters(text: str) -> Iterator[Candidate]:
    for match in _LETTERS.finditer(text):
        yield Candidate("size", _canonical_letters(match[1]), match.start(), match.end())
    if _WHOLE_LETTER.fullmatch(text):
        yield Candidate("size", text[0].upper(), 0, len(text))
        return
    for pattern in (_LETTER_CODE, _LETTER_ALONE):
        for match in pattern.finditer(text):
            letter = match[1].upper()
            yield Candidate("size", "均码" if letter == "F" else letter, match.start(), match.end())


def _canonical_letters(letters: str) -> str:
    """XXL → 2XL; XL, XS and NB stay."""
    upper = letters.upper()
    count = upper.count("X")
    if upper[0].isdigit() or count <= 1:
        return upper
    return f"{count}X{upper[-1]}"


def _find_codes(text: str) -> Iterator[Candidate]:
    for match in _CODE.finditer(text):
        value = parse_number(match[1])
        if value is not None and 20 <= value <= 190:
            yield Candidate("size", format_number(value), match.start(), match.end())
    for pattern in (_SHOE, _SHOE_OF):
        for match in pattern.finditer(text):
            yield Candidate("size", match[1], match.start(1), match.end(1))
    for match in _WORDS.finditer(text):
        yield Candidate("size", _WORD_VALUES.get(match[0], match[0]), match.start(), match.end())
    for match in _NATIONAL.finditer(text):
        yield Candidate("size", f"{match[1]}/{match[2]}{match[3].upper()}", match.start(), match.end(), RANK_ADDRESS)
    for match in _CUP.finditer(text):
        yield Candidate("size", match[1].upper(), match.start(), match.end())


def _find_measures(text: str) -> Iterator[Candidate]:
    for match in _STORAGE.finditer(text):
        unit = (match[2] or match[3])[0].upper()
        yield Candidate("size", f"{match[1]}{unit}", match.start(), match.end())
    for match in _INCH.finditer(text):
        yield Candidate("size", f"{match[1]}寸", match.start(), match.end())
    for match in _WAIST.finditer(text):
        rest = read_digits(match[2] or "").replace("半", "5")
        yield Candidate("size", f"{read_digits(match[1])}尺{rest}", match.start(), match.end())
    for match in _VOLUME.finditer(text):
        value = parse_number(match[1])
        if value is not None:
            unit = "ml" if match[2] in {"毫升", "ml", "ML", "mL"} else "升"
            yield Candidate("size", f"{format_number(value)}{unit}", match.start(), match.end())
    for match in _EXTENT.finditer(text):
        parts = "×".join(part for part in match.groups()[:3] if part)
        yield Candidate("size", parts + (match[4] or ""), match.start(), match.end(), RANK_ADDRESS)
    for match in _GOODS_METRES.finditer(text):
        yield Candidate("size", f"{match[1]}米", match.start(), match.end(), RANK_ADDRESS)
