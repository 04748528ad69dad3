"""Answers to short messages that are no question yet: an opening, a face, a word about the fit."""

from __future__ import annotations

from actions.talk import HUMAN_BUTTON, Talk
from bot.domain.asides import Aside, read_aside
from bot.services.answer_faq import answer_faq

OPENED = (
    "您请说，我在听。",
    "嗯，您慢慢说，我在的。",
    "好的，请您接着说，我看完马上为您解答。",
)
UPSET = (
    "看得出您现在心情不好，给您带来不好的体验，非常抱歉。请问是发生了什么事？您慢慢说，我来帮您处理。",
    "真的很抱歉让您不愉快了。您可以告诉我是哪件商品或哪个订单的问题，也可以由人工客服直接为您处理。",
)
SICK = (
    "看到您的表情，有些担心您。请问是身体不舒服，还是商品的味道、状态不对？如果是用了或吃了商品之后不舒服，请先停止使用，必要时及时就医，并告诉我是哪款商品。",
    "抱歉让您有不好的感受。请您告诉我是身体不适，还是商品有问题，我马上按您的情况处理。",
)
MISFIT = (
    "抱歉，尺码没能让您穿得舒服。您是想换一个尺码、退货，还是想让我按尺码表重新为您推荐呢？",
    "很抱歉穿着不合适。需要的话我可以为您办理换货或退货，也可以先帮您看看该选几码。",
)
DISCOMFORT = (
    "听到您用着不舒服，非常抱歉。建议您先停止使用。请问是哪款商品、在什么情况下出现的？我来为您处理。",
    "抱歉让您难受了，请您先不要继续使用。您告诉我是哪款商品、用了多久，如果症状没有缓解，请及时就医。",
)
PRIVATE = (
    "为了保护每一位顾客的隐私，其他人的订单、地址和电话我都不能查看或提供，请您理解。您自己的订单，登录后我可以马上为您查询。",
    "很抱歉，他人的购买信息属于个人隐私，我没有办法提供。如果需要查自己的订单，请告诉我。",
)
CONTRADICTED = (
    "抱歉，可能是我没有查到您说的那一笔。请您把订单号或者商品名称发给我，我再为您核对一次。",
    "不好意思，刚才的答复和您的情况不一致。请告诉我具体的商品和下单时间，我重新为您核实，也可以由人工客服查看。",
)
AS_GUEST = (
    "没关系，不登录也可以咨询。商品、活动和售后规则您直接问我就行；要查订单，请把订单号和收货手机号后四位发给我，我为您查询。",
    "不登录也可以的，请您提供订单号和收货手机号后四位，我帮您查订单状态；没有订单号的话，可以由人工客服为您核实。",
)
IN_PINYIN = (
    "抱歉，拼音我不太敢猜，怕理解错了耽误您。麻烦您用汉字再发一次，我马上为您看。",
    "不好意思，这句拼音我没有看准。您方便的话请用汉字发给我；也可以直接转人工客服。",
)
_FIT_BUTTONS = (("申请换货", "/request_exchange"), ("申请退货", "/request_return"), ("推荐尺码", "/ask_size"))
_ABOUT_ME = "你能帮我做什么？"


def answer_aside(talk: Talk) -> bool:
    """Answer the message if it is no more than an aside; False: it is something else."""
    kind = read_aside(talk.text)
    if talk.is_waiting and kind not in (Aside.OTHERS_ORDERS, Aside.ABILITIES, Aside.SICK_FACE):
        return False
    match kind:
        case Aside.OPENING:
            talk.say(talk.pick(*OPENED))
        case Aside.UPSET_FACE:
            talk.say(talk.pick(*UPSET), buttons=[HUMAN_BUTTON], outcome="clarify")
        case Aside.SICK_FACE:
            talk.say(talk.pick(*SICK), buttons=[HUMAN_BUTTON], outcome="clarify")
        case Aside.MISFIT:
            talk.say(talk.pick(*MISFIT), buttons=_FIT_BUTTONS, outcome="clarify")
        case Aside.DISCOMFORT:
            talk.say(talk.pick(*DISCOMFORT), buttons=[HUMAN_BUTTON], outcome="clarify")
        case Aside.OTHERS_ORDERS:
            talk.say(talk.pick(*PRIVATE))
        case Aside.CONTRADICTION:
            talk.say(talk.pick(*CONTRADICTED), buttons=[("查询我的订单", "/query_order"), HUMAN_BUTTON])
        case Aside.GUEST if talk.customer_id is None:
            talk.say(talk.pick(*AS_GUEST), buttons=[HUMAN_BUTTON])
        case Aside.PINYIN:
            talk.say(talk.pick(*IN_PINYIN), buttons=[HUMAN_BUTTON], outcome="clarify")
        case Aside.ABILITIES:
            _tell_abilities(talk)
        case _:
            return False
    return True


def _tell_abilities(talk: Talk) -> None:
    found = answer_faq(talk.tools.faqs, _ABOUT_ME, talk.tools.policy)
    told = found.faq.answer if found is not None else "商品、订单、物流和售后的问题都可以问我，请您直接告诉我。"
    talk.say(told)
