"""One application in the shop's words: the fact that was asked for, then how it stands and what comes next."""

from __future__ import annotations

from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload
from actions.wording import goods, moment, money, tail
from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.aftersale_question import Asked
from bot.domain.return_rules import is_sent_by_post
from bot.services.look_up_aftersale import AftersaleProgress

_AGAIN = {
    AftersaleKind.RETURN: "request_return",
    AftersaleKind.EXCHANGE: "request_exchange",
    AftersaleKind.REFUND: "request_refund",
    AftersaleKind.REPAIR: "request_repair",
}
_AT_SHOP = frozenset({AftersaleState.RECEIVED, AftersaleState.PROCESSING, AftersaleState.COMPLETED})


def headline(entry: AftersaleProgress) -> str:
    """您的换货申请（订单尾号 1234「…」，金额 ¥…）."""
    sale = entry.aftersale
    what = goods(entry.order) if entry.order else ""
    amount = f"，金额 {money(sale.amount_fen)}" if sale.amount_fen else ""
    return f"{sale.kind.label}申请（订单{tail(sale.order_number)}{what}{amount}）"


def describe(talk: Talk, entry: AftersaleProgress, asked: Asked | None) -> str:
    """The whole answer about one application."""
    sale, now, policy = entry.aftersale, talk.tools.clock.now(), talk.tools.policy
    lead = _first(talk, entry, asked)
    updated = moment(sale.updated_at, policy, now)
    status = f"您的{headline(entry)}目前是「{sale.state_label}」（更新于{updated}），{_outlook(talk, entry)}。"
    text = f"{lead}{status}"
    is_open = sale.state not in (AftersaleState.REJECTED, AftersaleState.WITHDRAWN)
    if entry.channel_days and sale.refund_channel and is_open and asked is not Asked.MONEY:
        text += f"退款到{sale.refund_channel}：{entry.channel_days}。"
    if entry.is_overdue:
        return f"非常抱歉，这笔退款已经超过了承诺的处理时间。{text}需要我请人工客服马上为您核实吗？"
    if entry.refund_due_at is not None:
        text += f"我们会在{moment(entry.refund_due_at, policy, now)}前完成退款。"
    return text


def brief(talk: Talk, entry: AftersaleProgress) -> str:
    """One line of several."""
    sale = entry.aftersale
    return f"{headline(entry)}：{sale.state_label}，{_outlook(talk, entry)}。"


def buttons_of(entry: AftersaleProgress) -> list[Button]:
    """Urge it; apply again after a refusal."""
    sale = entry.aftersale
    if sale.state is AftersaleState.REJECTED:
        again = make_payload(_AGAIN[sale.kind], order_number=sale.order_number)
        check = make_payload(
            "request_human", order_number=sale.order_number, note=f"{sale.kind.label}申请未通过，请复核"
        )
        return [("重新提交", again), ("请人工复核", check)]
    if entry.is_finished:
        return [HUMAN_BUTTON]
    return [("催办进度", urge_payload(sale))]


def urge_payload(sale: Aftersale) -> str:
    """Ask an agent to look after it."""
    return make_payload("request_human", order_number=sale.order_number, note=f"催办{sale.kind.label}")


def _outlook(talk: Talk, entry: AftersaleProgress) -> str:
    """The reason of a refusal, and what comes next."""
    sale = entry.aftersale
    if sale.state is AftersaleState.APPROVED and sale.kind is not AftersaleKind.REFUND and not _is_by_post(talk, entry):
        return "大件商品由师傅上门处理，时间由售后客服与您约定"
    return _reason(sale) + entry.next_step


def _is_by_post(talk: Talk, entry: AftersaleProgress) -> bool:
    """Large goods are collected or repaired at home."""
    lines = entry.order.lines if entry.order else ()
    return all(is_sent_by_post(talk.tools.shop.find_product(line.product_id)) for line in lines)


def _reason(sale: Aftersale) -> str:
    if sale.state is not AftersaleState.REJECTED:
        return ""
    return f"原因是：{sale.note.rstrip('。')}。" if sale.note else "没有登记具体原因。"


def _first(talk: Talk, entry: AftersaleProgress, asked: Asked | None) -> str:
    """The fact that was asked for; empty if it is the state itself."""
    match asked:
        case Asked.MONEY if entry.aftersale.amount_fen:
            return _money(entry)
        case Asked.PARCEL:
            return _parcel(entry)
        case Asked.SEND_BACK:
            return _send_back(talk, entry)
        case Asked.AMOUNT if entry.order is not None and entry.aftersale.amount_fen:
            return _amount(entry)
    return ""


def _money(entry: AftersaleProgress) -> str:
    sale = entry.aftersale
    if sale.state in (AftersaleState.REJECTED, AftersaleState.WITHDRAWN):
        return "这个申请没有产生退款。"
    channel = f"您付款用的{sale.refund_channel}" if sale.refund_channel else "原付款账户"
    days = f"，退款后到账时间：{entry.channel_days}" if entry.channel_days else ""
    if sale.state is AftersaleState.COMPLETED:
        return f"{money(sale.amount_fen)} 已经原路退回{channel}{days}。"
    return f"{money(sale.amount_fen)} 会原路退回{channel}{days}。"


def _parcel(entry: AftersaleProgress) -> str:
    sale = entry.aftersale
    if sale.kind is AftersaleKind.REFUND:
        return "仅退款不需要寄回商品，所以没有寄回的快递单号。"
    if not sale.return_tracking_number:
        return "这个申请还没有登记寄回的快递单号；已经寄出的话，请把单号发给我，由客服为您登记。"
    arrived = "仓库已经收到" if sale.state in _AT_SHOP else "仓库还没有登记收到"
    return f"您寄回的快递单号是 {sale.return_tracking_number}，{arrived}。"


def _send_back(talk: Talk, entry: AftersaleProgress) -> str:
    sale = entry.aftersale
    if sale.kind is AftersaleKind.REFUND:
        return "不用寄回，仅退款的商品不需要您寄回来。"
    if sale.state is AftersaleState.APPLIED:
        return "请先不要寄出，等审核通过后再寄。"
    if sale.state is not AftersaleState.APPROVED:
        is_back = sale.state in _AT_SHOP or sale.state is AftersaleState.SENT_BACK
        return "您已经寄回了，不需要再寄。" if is_back else "这个申请现在不需要寄回。"
    if not _is_by_post(talk, entry):
        return "不用您自己寄。"
    return f"需要寄回，请寄到：{talk.tools.policy.returns.return_address}。请填写快递单号，不要使用到付。"


def _amount(entry: AftersaleProgress) -> str:
    sale, order = entry.aftersale, entry.order
    assert order is not None
    less = order.total_fen - sale.amount_fen
    paid, back = money(order.total_fen), money(sale.amount_fen)
    if less <= 0:
        return f"您实付 {paid}，这次退 {back}，没有少退。"
    if less == order.freight_fen and sale.kind is AftersaleKind.RETURN:
        return f"您实付 {paid}，其中 {money(less)} 是运费；无理由退货不退原运费，所以退 {back}。"
    if less == order.freight_fen:
        return (
            f"您实付 {paid}，其中 {money(less)} 是运费，目前登记退 {back}。"
            "因质量问题整单退款的，原运费应一并退回，请人工客服为您核算。"
        )
    return f"您实付 {paid}，登记退 {back}：退款按商品分摊优惠后的实付金额计算，有疑问可以请人工客服核算。"
