"""What the agent should do next and which facts are still missing, by what the case is about (standards S2, S5–S7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.emotion import Emotion
from bot.domain.turn import Priority

ORDER = "订单号"
EVIDENCE = "问题照片或视频"
CLAIM = "顾客期望的处理方案"
CONTACT = "可联系的电话"


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of case: the intents and words that show it, the advice, and what an agent needs to know."""

    name: str
    intents: frozenset[str]
    words: re.Pattern[str]
    advice: str
    needs: tuple[str, ...] = ()


def _matter(name: str, intents: str, words: str, advice: str, needs: tuple[str, ...] = ()) -> Matter:
    return Matter(name, frozenset(intents.split()), re.compile(words), advice, needs)


MATTERS = (
    _matter(
        "安全与健康",
        "safety_incident",
        r"爆炸|起火|着火|冒烟|漏电|烫伤|受伤|中毒|拉肚子|住院|医院",
        "先确认顾客的人身安全并请其停止使用，记录商品批次和就医凭证，立即上报主管并按紧急事件流程处理",
        (ORDER, EVIDENCE, CONTACT),
    ),
    _matter(
        "法律与监管",
        "legal_threat",
        r"12315|起诉|律师|法院|消协|工商|曝光|媒体",
        "致歉并说明会由专人跟进，冻结相关订单资料，2 小时内上报主管和法务",
        (ORDER, CLAIM),
    ),
    _matter(
        "假货",
        "report_counterfeit",
        r"假货|仿品|不是正品|二手|翻新",
        "请顾客提供商品与防伪信息照片，核对出库记录和授权文件，给出鉴定或退货方案",
        (ORDER, EVIDENCE),
    ),
    _matter(
        "投诉",
        "complain",
        r"投诉|态度|领导|主管|赔偿",
        "先致歉安抚，核实经过，告知处理方案与反馈时间点，由投诉专员跟进",
        (ORDER, CLAIM),
    ),
    _matter(
        "支付异常",
        "payment_problem",
        r"重复扣|多扣|扣了?[两二2]次|付不了|支付失败|付款失败",
        "核对支付流水与订单状态，重复扣款提交财务原路退回，并告知到账时间",
        (ORDER,),
    ),
    _matter(
        "签收异常",
        "report_delivery_problem",
        r"签收.{0,8}没收到|没收到.{0,8}签收|丢件|弄丢|退回|不更新|没更新|送错",
        "联系承运方核实签收人和派送位置，48 小时内给出补发或退款方案，并回复顾客",
        (ORDER,),
    ),
    _matter(
        "商品问题",
        "report_quality_issue report_damage report_wrong_item report_missing_item request_repair",
        r"坏了|碎了|破了|破损|质量|不能用|发错|少发|漏发|少了|缺|故障|变质|发霉|维修",
        "查看顾客的图片，按售后规则判断补发、换货、退货或维修；属质量问题的运费由商家承担",
        (ORDER, EVIDENCE),
    ),
    _matter(
        "退款进度",
        "query_refund request_refund",
        r"退款|退钱|到账|退差价|没退",
        "查询退款单与支付渠道状态，告知到账时间；超时的提交财务加急",
        (ORDER,),
    ),
    _matter(
        "退换货",
        "request_return request_exchange ask_return_policy query_aftersale ask_return_shipping ask_return_shipping_fee "
        "withdraw_request",
        r"退货|换货|退换|售后|取件|寄回",
        "核对签收时间与退换条件，为顾客提交或跟进售后申请，说明寄回方式和运费承担方",
        (ORDER,),
    ),
    _matter(
        "发货与配送",
        "urge_shipment urge_delivery query_logistics schedule_delivery",
        r"发货|物流|快递|送到|派送|配送|到哪|催",
        "查询仓库与物流最新状态，催促仓库或承运方，并告知顾客预计时间",
        (ORDER,),
    ),
    _matter(
        "订单修改",
        "modify_address modify_order cancel_order query_order how_to_order",
        r"改地址|修改|取消订单|取消|改成|换成|拦截",
        "确认订单是否已出库：未出库则直接办理，已出库则联系承运方拦截或转寄，并说明结果",
        (ORDER,),
    ),
    _matter(
        "发票", "invoice", r"发票|增票|抬头|税号|开票", "核对开票信息，提交财务开具或重开，并告知开具时间", (ORDER,)
    ),
    _matter(
        "账号",
        "account_problem",
        r"登录|登不|密码|账号|绑定|实名|验证码",
        "区分操作问题与技术故障：操作问题逐步指导，技术故障登记后转技术处理",
        (CONTACT,),
    ),
    _matter(
        "优惠与价格",
        "price_protection ask_coupon ask_price_promotion membership",
        r"价保|保价|差价|降价|优惠|券|积分|会员",
        "核对活动规则与下单时价格，符合价格保护的为顾客申请，不符合的说明原因",
    ),
)
DEFAULT_ADVICE = "阅读对话，与顾客确认诉求后处理；查证之前不作承诺"


def find_matter(texts: Sequence[str], intents: Collection[str] = ()) -> Matter | None:
    """The most serious matter of the case: known intents first, else the words."""
    for matter in MATTERS:
        if matter.intents & set(intents):
            return matter
    return next((matter for matter in MATTERS if any(matter.words.search(text) for text in texts)), None)


def advise(matter: Matter | None, emotion: Emotion, urgency: Priority) -> str:
    """One sentence for the agent; calming first when it is needed."""
    advice = matter.advice if matter else DEFAULT_ADVICE
    if urgency is Priority.P0:
        return f"【紧急】{advice}。"
    if emotion in (Emotion.ANGRY, Emotion.DESPERATE):
        return f"先安抚顾客情绪（致歉、共情，不争辩），再{advice}。"
    return f"{advice}。"


def find_missing(matter: Matter | None, *, has_order: bool, has_image: bool, has_contact: bool) -> tuple[str, ...]:
    """Facts that the matter needs and nobody has given yet."""
    known = {ORDER: has_order, EVIDENCE: has_image, CONTACT: has_contact}
    return tuple(need for need in (matter.needs if matter else ()) if not known.get(need, False))
