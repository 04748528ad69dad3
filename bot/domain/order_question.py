"""Which fact of an order or its parcel a question asks for: 几号付的款, 谁签收的, 收货地址是哪, 到了没.

A question is a question word (when, how much, who, where, which) beside what happened (bought, paid, sent, signed).
Only what is past counts as the order's: 什么时候买划算 asks for no fact of an order.
"""

from __future__ import annotations

import re
from enum import StrEnum

_WHEN = r"(?:什么时[候间]|啥时[候间]?|何时|几[号点月]|哪[天日年一]天?|哪个月|多久(?:之?前|以前)|几天前)"
_AMOUNT = r"(?:多少钱?|几块钱?|几[多个]?钱|啥价|什么价)"
_WHICH = r"(?:什么|啥|哪[里儿个家种]?|多少|是不是|对不对|吗|呢|发我|告诉我|查一?下|看一?下|[?？])"
_DONE = r"(?:了|过|的(?!最|划算|便宜|好|时候|话))"
_BUY = r"(?:买|下单|拍下?|订|下)"
_PAY = r"(?:付款?|支付|给钱|付钱|结账)"
_CHANNELS = r"(?:微信|支付宝|花呗|信用卡|银行卡|零钱)"


class OrderFact(StrEnum):
    """What is to be told first."""

    BOUGHT_AT = "bought_at"
    PAID_AT = "paid_at"
    TOTAL = "total"
    PAY_CHANNEL = "pay_channel"
    PAY_DEADLINE = "pay_deadline"
    ADDRESS = "address"
    SIGNED_BY = "signed_by"
    CANCELLED = "cancelled"
    """Why or by whom it was cancelled; where it has gone."""
    SHIPS_AT = "ships_at"
    ARRIVED = "arrived"
    ARRIVES_AT = "arrives_at"
    COURIER_PHONE = "courier_phone"
    TRACKING_NUMBER = "tracking_number"
    CARRIER = "carrier"
    RETURNED = "returned"
    """Why or by whom the parcel was sent back."""

    @property
    def is_settled_by_words(self) -> bool:
        """Whether the question can be about nothing but an order of the shopper's own."""
        return self in _OWN


_OWN = frozenset(
    {OrderFact.BOUGHT_AT, OrderFact.PAID_AT, OrderFact.TOTAL, OrderFact.PAY_CHANNEL, OrderFact.PAY_DEADLINE}
    | {OrderFact.ADDRESS, OrderFact.SIGNED_BY, OrderFact.CANCELLED, OrderFact.RETURNED}
)
_NOT_OWN_ADDRESS = r"改|换|错|寄回|退|你们|仓库|店铺|公司|新地址|发货地|开票|自提"


def _fact(fact: OrderFact, pattern: str, unless: str = "") -> tuple[OrderFact, re.Pattern[str], re.Pattern[str] | None]:
    return fact, re.compile(pattern), re.compile(unless) if unless else None


_FACTS = (
    _fact(
        OrderFact.PAY_DEADLINE,
        rf"(?:(?:之?前|截止|最[晚迟]|还能|来得及|多久内).{{0,4}}(?:能|要|得|必须)?{_PAY})|"
        rf"(?:忘|没来得及|还没|没有?).{{0,3}}{_PAY}.{{0,6}}(?:还在|还有|还能|会不会|作废|取消|失效|过期|没了)|"
        rf"忘(?:记|了)?了?{_PAY}|{_PAY}.{{0,4}}(?:截止|期限|时限|过期|最[晚迟])|"
        rf"(?:不|没){_PAY}.{{0,8}}(?:会|就|自动)(?:不会)?.{{0,4}}(?:取消|没|关)",
        r"定金|尾款",
    ),
    _fact(
        OrderFact.PAY_CHANNEL,
        rf"{_CHANNELS}.{{0,4}}还是.{{0,4}}{_CHANNELS}|怎么{_PAY}的[款钱]?|{_PAY}的(?:款|钱)?(?:用|是)的?(?:是)?(?:什么|啥|哪)|"
        rf"(?:用|拿|走|刷)的?(?:是)?(?:什么|啥|哪[个张种]).{{0,5}}{_PAY}{_DONE}",
        r"可以|能不能|能用|支持|优惠|便宜|退",
    ),
    _fact(
        OrderFact.PAID_AT,
        rf"{_WHEN}.{{0,4}}{_PAY}.?{_DONE}|{_WHEN}付的|{_PAY}.{{0,2}}(?:时间|日期)|{_PAY}{_DONE}?.{{0,4}}{_WHEN}",
        r"定金|尾款|发货|退",
    ),
    _fact(
        OrderFact.TOTAL,
        rf"(?:花|付|买|拍|用|实付|支付|扣){_DONE}(?:我)?.{{0,3}}{_AMOUNT}|{_AMOUNT}(?:买|付|拍|下单?){_DONE}|{_AMOUNT}来着|"
        rf"(?:当时|那时|那会儿?|那[单个笔次]|这[单笔]|[一总]共).{{0,8}}{_AMOUNT}|订?单.{{0,3}}(?:金额|总价|总额)",
        r"退|运费|邮费|补|优惠|便宜|赔|能减|活动|积分",
    ),
    _fact(
        OrderFact.BOUGHT_AT,
        rf"{_WHEN}.{{0,3}}{_BUY}(?:单)?{_DONE}|{_BUY}的?(?:时间|日期)|下的?单.{{0,3}}{_WHEN}|"
        rf"{_BUY}{_DONE}?.{{0,2}}(?:是)?{_WHEN}.{{0,2}}(?:来着|$)",
        r"(?:再|能|可以|要)买|发货|到",
    ),
    _fact(
        OrderFact.ADDRESS,
        rf"(?:地址|收[货件]人?(?:信息|电话)).{{0,6}}{_WHICH}|收[货件]人是?谁|(?:哪个|什么|啥)(?:收货)?地[址方]|"
        r"[寄送发]到.{0,2}(?:哪|什么|啥)[里儿个]?(?:地[址方]|的|去)",
        _NOT_OWN_ADDRESS + r"|到哪[了里儿]?了|到了|寄到哪[里儿]?$",
    ),
    _fact(
        OrderFact.SIGNED_BY,
        r"谁.{0,3}(?:签|收|拿|领|取)[收走件了的]|签收人|(?:签|收|拿|领)[收走]?的?(?:人)?是谁|被谁",
    ),
    _fact(
        OrderFact.RETURNED,
        r"(?:怎么|为什么|为啥|为何|咋|凭什么).{0,8}退(?:回|件)?(?:去|来)?了|(?:为什么|为啥|为何|凭什么).{0,8}退[回件]|"
        r"谁.{0,6}退(?:的|回|了)|(?:快递|包裹|物流|件|显示|写着?|说).{0,6}(?:已|被)?退(?:回|件)|(?:我|又|都)没(?:有)?(?:申请|要|说)?退.{0,8}退回|(?:包裹|快递|东西|货|件).{0,4}(?:给|被).{0,3}退",
        r"退(?:不|款|货|钱|换)|还没退|(?<![又都])没退|钱|这么少",
    ),
    _fact(
        OrderFact.CANCELLED,
        r"(?:怎么|为什么|为啥|咋|谁).{0,8}(?:取消|关闭|失效)了?|"
        r"订?单.{0,4}(?:怎么|咋|为什么|为啥).{0,3}(?:没了|没有了|不见|消失)",
        r"(?:怎么|咋)取消(?!了|的)|如何",
    ),
    _fact(
        OrderFact.COURIER_PHONE,
        r"电话|(?:手机|联系)(?:号码?|方式)|怎么联系.{0,4}(?:快递|小哥|师傅|派)",
        r"客服|你们电话|[换改]电话|电话(?:打|写|填|改|不|没|换|错)|打.{0,3}电话|收货",
    ),
    _fact(
        OrderFact.TRACKING_NUMBER,
        r"(?:快递|物流|运|面)单?号.{0,3}(?:多少|是|呢|有|发|给|[?？]|$)|单号是?(?:多少|啥|什么)",
    ),
    _fact(OrderFact.CARRIER, r"(?:什么|啥|哪[家个])(?:快递|物流)|(?:快递|物流)是?哪家|走的?(?:什么|啥|哪)"),
    _fact(
        OrderFact.SHIPS_AT,
        rf"{_WHEN}.{{0,6}}(?:发货|发出|寄出|出库|发的?$|能发|会发|才发)|"
        rf"(?:承诺|答应|最[晚迟]).{{0,4}}{_WHEN}?.{{0,3}}发|{_WHEN}(?:前)?(?:发|寄)",
    ),
    _fact(
        OrderFact.ARRIVES_AT,
        rf"{_WHEN}.{{0,6}}(?:到|送|收|派)|(?:到|送达|派送).{{0,3}}{_WHEN}|(?:还要?|要|得)(?:多久|几天)|多久.{{0,3}}(?:到|送)|"
        r"(?:今|明|后)[天晚日]?.{0,8}(?:到|送到?|收到?|派送).{0,2}(?:吗|不|么|嘛|[?？])",
    ),
    _fact(
        OrderFact.ARRIVED,
        r"到货?了?(?:没有?|吗|么|不|嘛)(?:啊|呢|呀)?(?=$|[?？，,。！! ])|收到了?(?:没有?|吗)(?=$|[?？，,。！! ])|"
        r"签收了?(?:没有?|吗)|有没有(?:到|签收|送)",
    ),
)


def read_fact(text: str) -> OrderFact | None:
    """The fact that is asked for, or None."""
    for fact, pattern, unless in _FACTS:
        if pattern.search(text) and not (unless and unless.search(text)):
            return fact
    return None
