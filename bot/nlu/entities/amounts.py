"""Money and counts of goods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.nlu.entities.candidate import Candidate
from bot.nlu.entities.numerals import CHINESE, NUMBER, parse_number, read_digits

_AMOUNT = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d+(?:\.\d{{1,2}})?[万千百wW]?|{CHINESE}{{1,12}}万?{CHINESE}{{0,12}}(?:点{CHINESE}"
    r"+)?)"
)
_PIECES = (
    r"(?:电池|肥皂|香皂|布|地毯|地垫|屏|手表|腕表|表|板|硬盘|内存|巧克力|砖|玻璃|毛巾|豆腐|蛋糕|"
    r"肉|面膜|牛排|木|饼|姜|电路|儿|瓷|石)"
)
_SIGNED = re.compile(r"[¥￥$]\s?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?:元|块钱?)?")
_WITH_UNIT = re.compile(
    rf"(?<![\d.几数多第v零〇一二两三四五六七八九十百千])({_AMOUNT})\s?"
    rf"(?:(?:块钱|元钱|人民币|[rR][mM][bB])|元(?!旦|宵|素|件|气|老|祖|培|贝)|圆(?!通|形|桌|领|的)|块(?!{_PIECES})"
    rf"(?:(\d{{1,2}}|[一二三四五六七八九](?:毛|角)?(?:[一二三四五六七八九]分?)?|半)(?!\d|个|块|元|"
    r"件|天|斤|号|折|月|年|[天十百]|包(?!邮))(?:毛|角)?钱?)?)"
)
_TOGETHER = re.compile(r"一块(?!钱|[一二三四五六七八九\d](?!个|起))")
_DIMES = re.compile(
    r"(?<![\d.几块元])(\d|[一二两三四五六七八九])(?:毛|角)(?:钱|(?!毛|线|巾|衣|绒|料|病|落|度|色|"
    r"球|豆|笔|呢|刷|囊|孔|发|坯|星))"
)
_CENTS = re.compile(r"(?<![\d.几])(\d|[一二两三四五六七八九])分钱")
_AFTER_WORD = re.compile(
    r"(?:价格?|卖|花了?|付了?|退我?|退款|省|便宜了?|优惠|降了?|降到|涨到?|只要|才|满|减|立减|返|"
    r"补我?|差价?|赔我?|多收了?|扣了?|收了?|退了?|付款|实付|到手|原价|现价|定金|尾款|余额|金额|"
    r"预算|总共|一共|共|打到|面值)"
    r"(?:是|了|到|我|:|：)?\s?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,6}(?:\.\d{1,2})?)"
    r"(?!\d|\.\d|[A-Za-z%折个件天双条只箱包盒瓶袋套斤号点分年月日台张片次位码岁期抽克米升寸度倍级页人小种样支把"
    r"杯]|\s?(?:公斤|毫升|积分|京豆|工作日|多(?!块|元)))"
)
_THRESHOLD = re.compile(
    r"(?<![\d.])(\d{2,5})\s?(?:减|-)\s?(\d{1,4})(?!\d|[-月号点:]|元)(?=的?(?:券|优惠|活动|满减|红包)|$|[，。？！ 吗])"
)
_WITH_POSTAGE = re.compile(
    r"(?<![\d.])(\d{1,5}(?:\.\d{1,2})?)(?=的(?:优惠|抵扣|代金)?(?:券|红包)|卖不卖|卖吗|包邮|到手|拿下|秒杀|封顶|起步价)"
)
_CHINESE_AFTER_WORD = re.compile(
    r"(?:卖|花了?|付了?|便宜了?|优惠|降了?|只要|专柜要|赔我?|退我|预算|原价|差了?)([一二两三四五六七八九]+[百千"
    r"万][零一二两三四五六七八九百十千]*)(?![件个天双条只箱包盒瓶袋套斤多年])"
)
_CLASSIFIERS = "个件条双只台箱包盒瓶袋罐套把支枝根张卷桶份盘副部辆棵颗粒枚盏提册片对本床扇顶块组筒听串架包"
_QUANTITY = re.compile(
    rf"(?<![\d.\-~*第几数多每v#])({NUMBER})\s?([{_CLASSIFIERS}])"
    r"(?!邮|月|小时|钟|工作|礼拜|星期|多月|半月|季度|装|人(?!份)|问题|事|意思|客服|电话|字|点(?!的)"
    r"|学期|世纪|码|位|评价|好评|差评|平台|地址|账号|号|图|照片|截图|消息|信息|头像|店|价|块|角|"
    r"方面|地方|说法|理由|办法|样|时|疑问|建议|链接|星|身|嘴|脸|戏|尺码|款|颜色|种|订单|单子|包裹|"
    r"选项|孩子|小孩|老人|年轻)"
)
_SETS = re.compile(rf"(?:[0-9]+|{CHINESE}{{1,12}})(?:件套|件式|合一|折)")
_PIECE_NOUN = re.compile(_PIECES)
_ONE_NEEDS = re.compile(
    r"(?:要|买|拍|拿|来|订|下|发|少|漏|缺|多|加|只有|退|送|寄|到|收|差|坏|赔|补|丢|剩|装|共)(?:了|"
    r"发|拍|到|给我|我|单|的是)?$"
)
_PAIR_WORD = re.compile(r"(?:要|买|拍|拿|来|订|发|退|留|送)(?:了|我)?([俩仨])(?![月天]|人)")
_FEN = Decimal(100)


def find_money(text: str) -> Iterator[Candidate]:
    """Amounts in fen: 99块9 → 9990, ¥1,299 → 129900, 满200减30 → 20000 and 3000."""
    for match in _SIGNED.finditer(text):
        yield _money(Decimal(match[1].replace(",", "")), match, 0)
    for match in _WITH_UNIT.finditer(text):
        yield from _read_unit(match)
    for pattern, divisor in ((_DIMES, 10), (_CENTS, 100)):
        for match in pattern.finditer(text):
            value = parse_number(match[1])
            if value is not None:
                yield _money(value / divisor, match, 0)
    for pattern in (_AFTER_WORD, _WITH_POSTAGE, _CHINESE_AFTER_WORD):
        for match in pattern.finditer(text):
            value = parse_number(match[1])
            if value is not None:
                yield _money(value, match, 1)
    for match in _THRESHOLD.finditer(text):
        yield _money(Decimal(match[1]), match, 1)
        yield _money(Decimal(match[2]), match, 2)


def _money(yuan: Decimal, match: re.Match[str], group: int) -> Candidate:
    return Candidate("money", str(int(yuan * _FEN)), match.start(group), match.end(group))


def _read_unit(match: re.Match[str]) -> Iterator[Candidate]:
    if _TOGETHER.fullmatch(match[0]):
        return
    value = parse_number(match[1].replace(",", "").replace("w", "万").replace("W", "万"))
    if value is None:
        return
    yield _money(value + _read_change(match[2] or ""), match, 0)


def _read_change(text: str) -> Decimal:
    """What follows 块: 9 → 0.9, 90 → 0.9, 八毛五 → 0.85, 半 → 0.5."""
    digits = read_digits(re.sub(r"[毛角分]", "", text).replace("半", "五"))
    return Decimal(f"0.{digits}") if digits else Decimal(0)


def find_quantities(text: str) -> Iterator[Candidate]:
    """Counts of goods as integers: 两件 → 2. 一个 counts only after words such as 买 or 少; 三件套 is no count."""
    sets = [match.span() for match in _SETS.finditer(text)]
    for match in _QUANTITY.finditer(text):
        value = parse_number(match[1])
        if (
            value is None
            or value != int(value)
            or value < 1
            or any(start <= match.start() < end for start, end in sets)
        ):
            continue
        if match[2] == "块" and not _PIECE_NOUN.match(text, match.end()):
            continue
        is_whole = match.end() == len(text) and text[: match.start()].rstrip(" ") != text[: match.start()]
        if match[1] == "一" and not (is_whole or match[0] == text or _ONE_NEEDS.search(text[: match.start()])):
            continue
        yield Candidate("quantity", str(int(value)), match.start(), match.end())
    for match in _PAIR_WORD.finditer(text):
        yield Candidate("quantity", "2" if match[1] == "俩" else "3", match.start(1), match.end(1))
