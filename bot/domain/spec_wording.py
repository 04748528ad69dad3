"""The sentence that tells a line of a product page: natural Chinese, yes or no only where the line says so."""

from __future__ import annotations

import re

from bot.domain.spec_match import COLOUR, NAME, PACKAGE, STORY
from bot.domain.spec_sheet import AnswerKind, AttributeAnswer

_SHORT = 16
_END = r"(?=$|[，（、；])"
_BARE = re.compile(rf"(不支持|支持|不附带|附带|附赠|不含|没有|有|无|是|否|不可以|可以){_END}(.*)", re.DOTALL)
_OWN_VERB = re.compile(
    r"不(?![锈限粘低])|无(?![线绳骨级纺])|可(?!可)|有(?!机)|含|附|免|未|需|建议|能|带|适合|成膜|原切"
)
_SELF_CONTAINED = re.compile(r"需|建议|适合|不?含|可以(?!使用)")
_TREATED = re.compile(r"洗|垢|卸|方式")
_CLAUSE = re.compile(r"[：；请会擦属]|[，、].*[有可不需]")
_MEASURED = re.compile(r"约|低于|不低于|高于|符合|最高|最大|单次|按")
_ASKING_VERB = re.compile(r"(支持|可以|能|有|带|含|会)(?![点些人])")
_YES_WORDS = {
    "支持": "支持的，",
    "可以": "可以的，",
    "能": "可以的，",
    "有": "有的，",
    "带": "带的，",
    "含": "含有的，",
    "会": "会的，",
}
_SOFT = re.compile(r"不建议|不要|勿|避免|禁|慎|谨慎|遵医嘱|不易|轻微|少量|可能|不(?:支持|含|可|能|带|附)|无|先")
_LACKING = re.compile(r"不支持|没有|无$|无[，（]|不带|不附")
_HARMLESS_WITHOUT = re.compile(r"剂|精|酒|皂|蜡|毒|硅油|甲醛|糖|盐|味|虫|掉|褪|起球|磨|扎|泛|渗|漏|破|催|双酚")
_HEALTH, _ADVISED = re.compile(r"糖尿病|血糖|孕|哺乳|乳糖|不耐受"), re.compile(r"医|不建议|谨慎|不能")
_ASK_A_DOCTOR = "身体有特殊情况的话，建议您先咨询医生。"
_OTHER_WORDS = "商品页面的资料是这样写的——{key}：{value}。"


def tell_line(name: str, answer: AttributeAnswer, question: str) -> str:
    """The whole answer for ``YES``, ``NO`` and ``VALUE``."""
    line = _state(name, answer.key, answer.value.rstrip("。"))
    if answer.remark:
        return f"{answer.lead}{line}，{answer.remark}{answer.more}。"
    advice = _ASK_A_DOCTOR if _HEALTH.search(answer.asked) and not _ADVISED.search(answer.value) else ""
    return f"{_lead(answer, question)}{line}。{advice}"


def tell_nearest_line(answer: AttributeAnswer) -> str:
    """A line that shares words with the question and may yet miss it: told as no more than that."""
    line = answer.value if answer.key == STORY else f"{answer.key}：{answer.value}"
    return f"商品页面上最接近的说明是：{line.rstrip('。')}。如果这不是您想了解的，我可以请人工客服为您核实。"


def tell_line_again(answer: AttributeAnswer) -> str:
    """The same line once more, to another question."""
    said = _OTHER_WORDS.format(key=answer.key, value=answer.value.rstrip("。"))
    return f"{said[:-1]}，{answer.remark}{answer.more}。" if answer.remark else said


def _lead(answer: AttributeAnswer, question: str) -> str:
    """是的 and 很抱歉 only before a line that says so without reserve, and never before good news."""
    if answer.kind is AnswerKind.YES:
        if _SOFT.search(answer.value):
            return ""
        verb = _ASKING_VERB.search(question)
        return _YES_WORDS[verb.group(1)] if verb else "是的，" if re.search("[是要需]", question) else ""
    if answer.kind is AnswerKind.NO and answer.key == COLOUR:
        return f"很抱歉，没有{answer.asked}，"
    lacks = answer.kind is AnswerKind.NO and _LACKING.match(answer.value)
    return "很抱歉，" if lacks and not _HARMLESS_WITHOUT.search(answer.key + answer.asked) else ""


def _state(name: str, key: str, value: str) -> str:
    title = f"「{name}」"
    if key == STORY:
        return f"{title}的介绍里写着：{value}"
    if key == NAME:
        return f"您看的就是{title}"
    if key == PACKAGE:
        return f"{title}的包装清单是：{value}"
    if value.startswith(f"无{key}"):
        return f"{title}没有{value.removeprefix('无')}"
    bare = _BARE.fullmatch(value)
    if bare:
        return title + _complete(bare.group(1), key, bare.group(2))
    if key.startswith("是否") and not value.startswith("不"):
        return f"{title}是{value}"
    if _OWN_VERB.match(value) and (_shares(key, value) or _SELF_CONTAINED.match(value) or _TREATED.search(key)):
        return title + value
    if _OWN_VERB.match(value):
        return f"{title}：{key}，{value}" if key.endswith("方法") else f"{title}的{key}{value}"
    if _MEASURED.match(value):
        return f"{title}的{key}{value}"
    if key == value or key in value:
        return f"{title}{'' if key == value else '：'}{value}"
    return f"{title}的{key}{'：' if len(value) > _SHORT or _CLAUSE.search(value) else '是'}{value}"


def _complete(verb: str, key: str, rest: str) -> str:
    """支持（24 小时）under 预约 → 支持预约（24 小时）."""
    thing = key.removeprefix("可") if verb in ("支持", "不支持") and key.count("可") == 1 else key
    if verb == "是" and key in rest:
        return f"是{rest.lstrip('，')}"
    if verb in ("是", "否"):
        return f"{'' if verb == '是' else '不'}是{key.removeprefix('是否')}的{rest}"
    if verb in ("可以", "不可以"):
        return f"{verb}{key}{rest}" if not key.endswith("可用") else f"{key.removesuffix('可用')}{verb}使用{rest}"
    return f"{'没有' if verb == '无' else verb}{thing}{rest}"


def _shares(key: str, value: str) -> bool:
    head = re.split(r"[，（；]", value)[0]
    return any(char in head for char in key if char not in "可是用的")
