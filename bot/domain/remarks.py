"""Short remarks whose meaning lies in the conversation: 算了不退了, 不是这个订单, 卡那儿了, 那个东西咋弄."""

from __future__ import annotations

import re

_LEAD = r"(?:那就|那|哎|唉|额|嗯|哦|好吧|行吧|要不|我|还是|就|先|暂时|现在|今天|等一?下|等等|[，,。 ])*"
_TAIL = r"(?:[，,。！!~～… ]*(?:了|吧|啦|哈|呗|谢谢您?|麻烦[你您]?了|好的?|我?(?:自己)?留着(?:用|穿|吃)?(?:吧|了)?))*"
_DROP = re.compile(
    rf"{_LEAD}(?:算了吧?)?{_LEAD}(?:不|别)(?:想|用|打算|再)?(?P<verb>退|换|改|取消|维?修|办理?|弄|搞|处理|申请)"
    rf"(?:货|款|单|订单|地址|尺码|颜色)?{_TAIL}"
)
_LET_GO = re.compile(r"(?:那|那就|哎|唉|嗯|好吧|行吧|还是|[，, ])*(?:算了|拉倒|没事了|不用了)(?:吧|啦|呗|[。~～！! ])*")
_KINDS_OF_VERB = {
    "退": frozenset({"request_return", "request_refund"}),
    "换": frozenset({"request_exchange"}),
    "改": frozenset({"modify_address", "modify_order", "schedule_delivery"}),
    "取消": frozenset({"cancel_order"}),
    "修": frozenset({"request_repair"}),
    "维修": frozenset({"request_repair"}),
}
_NOT_THIS_ORDER = re.compile(
    r"(?:不对|不不|错了|我说的|我问的|我要的|[，, ])*不是[这那]"
    r"(?:个订?单子?|[笔条一]订?单子?|单|个(?:[呀啊的]*(?=[，,。!！ ]|$)))"
)
_WRONG_CHOICE = re.compile(
    r"(?:不对|不是|不|我|哎呀?|啊|呃|那|就|帮我|[，, ])*"
    r"(?:(?:选|点|搞|弄|说)错了?(?:订?单|了)?|订单(?:选|点|搞|弄|说)?(?:错|不对)"
    r"|(?:是|要|查|看)*(?:换|另外?)一?[个笔条](?:订单|单子?)?)(?:了|的|吧|啊|呀|呢|[。，,!！~ ])*"
)
"""Alone only: 订单不对，少了一件 is a complaint, and 换一个单人床 another wish."""
_OTHER_ONE = re.compile(
    r"(?:那|还有|那么)?我?的?(?:另外?一?[个单笔]|另外那[个单笔]|别的(?:订单)?|其他的?(?:订单)?|还有[一那][个单笔])(?:订单)?(?:呢|怎么样了?|到哪了?)?[?？。]*"
)
_STUCK = re.compile(
    r"(?:[好几多两三四五六七八九十\d]+天|一直|半天|这么久|到现在)了?(?:都|也|还|一直)*(?:没|不)有?(?:动|更新|变化|走)"
    r"|卡(?:在|住|着|到)?(?:那|这|半路|路上|中转|转运|分拨|住了|着不)|(?:停|待|扔|压|堆)在(?:那|这|半路|路上|中转|转运|分拨)"
    r"|(?:没|不)有?(?:动静|更新)|不动了|不走了|(?:物流|快递|包裹|信息)(?:一直|都|也)?(?:不动|没动|不走|停了)"
)
_LONGEST_STUCK = 16
_VAGUE = re.compile(
    r"(?:那么|那|就|请问|所以|到底|额|嗯|哎|亲|[，, ])*(?:这个|那个|这|那|它|他)?(?:东西|玩意儿?|事儿?|情况)?"
    r"(?:到底|应该|要|该|得|具体)?(?:咋个|咋|怎么样?|怎样|如何|啷个|啥样)去?(?:弄|搞|整|操作|处理|搞定)"
    r"(?:啊|呀|呢|吗|的|了|嘛|哦|法|才行|好|[?？~～。!！])*"
)
_WHEN = re.compile(
    r"(?:那|大概|具体|到底|[，, ])*(?:什么时候|啥子?时候|几点|哪天|还?要?多久)(?:才?能?[到好完])?[呢啊呀嘛了?？。]*"
)
_STILL = re.compile(
    r"(?:这?都|已经|这)*(?:好几|几|好多|[\d一二两三四五六七八九十]+)天了?[呢啊呀嘛!！。]*|(?:怎么|咋)?还没(?:有)?(?:到|好|动静|消息|结果)[呢啊呀嘛吗?？!！]*"
)
_COURIER_PHONE = re.compile(
    r"(?:派件员?|快递员?|派送员?|配送员?|师傅|小哥|站点)的?(?:联系)?(?:电话|号码|手机号?)(?:是?多少|呢|给我|发我|有吗)?[?？]*"
)
_SENDS_BACK = re.compile(
    r"(?:那|请问|我)?(?:该|要|得)?(?:寄|退|发)(?:到|回|去|给)?(?:哪儿?|哪里|谁|什么地方|什么地址)[去呢啊?？]*|寄回地址.{0,6}"
)
_REQUEST_PROGRESS = re.compile(
    r"(?:那|还有)?我?的?那?个?(?P<what>退款|退货|换货|维修)(?:申请|单子?)?(?:呢|怎么样了?|到哪了?)[?？]*"
)
_WAITS = re.compile(
    r"(?:还|大概|得|要|有)*(?:多久|多长时间|几个人|几位).{0,4}(?:轮到|到我|排到|接待|接我|等)|(?:还|要|得)+等(?:多久|多长时间)|轮到我|前面.{0,5}(?:几|多少|好多|[\d一二两三四五六七八九十百]+).{0,2}(?:人|个|位|号)|前面(?:还有)?几"
    r"|(?:排|轮)(?:到|在)?(?:了)?(?:第)?(?:几|哪|多少)(?!款|件|个(?:订单|快递))|我(?:是|现在|到底)*第几[位个名号]|几号了|(?:能|可以?|想|给).{0,4}留(?:个|下)?言"
)
_RETURN_PARCEL = re.compile(
    r"(?:寄|退)(?:回|过|还|给你们|给商家).{0,6}(?:快递|包裹|单号|物流|收到|签收|到了|到没)|(?:退货|寄回)的?(?:快递|物流|包裹|单号)"
)
_REFUSED = (
    r"(?:驳(?:回|了|我|的)|拒(?!收|签|绝(?:收|签|回|沟|接|处|派|送|配))"
    r"|没(?:给|有)?(?:过审|通过|批)|不(?:给|予)?(?:通过|批))"
)
_WHY = r"(?:为什么|為什麼|为啥|凭(?:什么|啥)|憑什麼|干嘛|干吗|怎么|咋|原因|理由)"
_ON_FILE = r"(?:申请|申請|审核|退款|退货|退貨|换货|換货|換貨|维修|售后)"
_WHY_REFUSED = re.compile(
    rf"{_WHY}.{{0,12}}{_REFUSED}|{_REFUSED}.{{0,12}}{_WHY}|{_ON_FILE}.{{0,10}}{_REFUSED}|{_REFUSED}.{{0,8}}{_ON_FILE}"
)
_COSTS = r"(?:误工|误餐|医药|医疗|交通|打车|路|停车|精神损失|精神|损失|跑腿|油)费"
_COMPENSATION = re.compile(rf"{_COSTS}.{{0,8}}(?:赔|报|出|算|给|补|承担|谁)|(?:赔|报|出|补|给|要).{{0,6}}{_COSTS}|误工")
_HUMAN = r"(?:转?接?人工|真人|人工客服|客服|专员|排队|排号|等待)"
_POLITE = (
    r"(?:那就|那|我想|我要|我|麻烦|请|帮我|给我|算了吧?|还是|先|也|都|就|已经|现在|问题"
    r"|行了?|好了|好的|可以了|嗯+|太(?:久|慢)了|(?:都|等了?|过去)+(?:半天|这么久|好久|很久|[\d一二三四五六七八九十]+分钟)了?"
    r"|[，,。 ])*"
)
_ENOUGH = r"(?:了|吧|啦|呗|哈|谢谢您?|算了|取消|我?自己(?:来|弄|看)|[。！!~～，, ])*"
_LEAVES_QUEUE = re.compile(
    rf"{_POLITE}(?:(?:取消|退出|结束|停止)(?:掉|我的)?{_HUMAN}"
    rf"|(?:不|别|不用|不要|不想|不需要|无需|甭)再?(?:给我|帮我)?(?:(?:转|接|找|要|用|等|排){{1,2}}(?:队|号|到)?(?:给|去)?)?{_HUMAN}"
    rf"|(?:不|别|不用|不要|不想|甭)再?(?:给我|帮我)?(?:转接?|排队?|等)(?=了|吧|啦|{_ENOUGH}$)"
    r"|(?:是的?|对的?|嗯+|确定|确认)[，,要 ]*取消|取消(?:掉|排着的)?"
    rf"|自己(?:已经|都|就)?(?:解决|搞定|弄好|处理好|搞好|弄明白|找到)){_ENOUGH}"
)
"""Said while waiting for a human; 不等了 elsewhere may be about a parcel."""
_NO_HUMAN = re.compile(
    rf"{_POLITE}(?:不|别|不用|不要|不想|不需要|无需|甭)再?(?:给我|帮我|跟我)?(?:(?:转|接|找|要|用|推){{1,2}}(?:到|给|去)?)?"
    r"(?:人工|真人)(?:客服)?(?:了|啊|哈|啦|好吗|好不好|行吗|行不行)*(?=[，,。！!？?；; ]|你|您|$)[，,。！!？?；; ]*"
)
_CALLS = re.compile(r"(?:还)?(?:有人|人呢|人在|在不在|在)(?:吗|么|嘛|呢|不)?[?？!！]*")
_DONE = re.compile(
    r"(?:都|已经|我)*(?:发|说|填|给|提供)(?:完|好|齐|过)了?[吧哈啦。]*|(?:就|只有)(?:这些|这么多)[了吧。]*|齐了|没有?(?:别的|其他)?了"
)
_INVOICE_PART = re.compile(
    r"(?:(?:发票|公司|单位|开票)?(?:抬头|税号|名称|识别号|邮箱|开户行|账号|地址|电话)(?:是|为|[:： ])*)?"
    r"(?:[\u4e00-\u9fff（）()A-Za-z0-9·]{2,30}(?:公司|店|厂|中心|学校|医院|个人)|个人|[0-9A-Z]{15,20}|[\w.+-]+@[\w-]+\.[\w.]+)"
)
_ASKS_WHETHER = re.compile(
    r"(?:吗|嘛|么|不)[?？~ ]*$|(?:会不会|能不能|可不可以|是不是|有没有|要不要|好不好|行不行)"
    r"|([\u4e00-\u9fff])不\1|[多几](?:大|长|重|高|少|久|厚)"
)
_ASKS = re.compile(r"[吗嘛么呢没不吧][?？~～。 ]*$|[?？]|什么|怎么|多少|多久|有没有|[几哪啥咋]")
_ASKS_PRICE = re.compile(r"多少钱|什么价|怎么卖|价格|价钱|几块|几元|贵不贵")
_OWN = re.compile(r"我(?:刚|新|上次|上周|昨天|前天|才|在)*.{0,4}(?:买|拍|订)的|买(?:了|回来|来)|收到|到手|用了")
_MALFUNCTION = re.compile(
    r"没有?(?:声音?|反应|动静|响声?|电了?|信号|画面|图像|显示|热气|蒸汽)(?!设置|辐射)"
    r"|(?:[开打充连烧按点转亮响读制加出启]|启动|显示)不(?:了|开|进|上|动|起来|亮|出来|热|响|着)|没法用|不工作|不转|不亮|不响"
)
_PACKED = re.compile(r"[支盒袋瓶包罐条片件只双大小套散简桶箱庭验]装")
_INSTALLS = re.compile(r"安装|上门|组装|怎么装|装[上好不起机]|师傅|打孔")
_FORGOT = re.compile(r"忘了|忘记|记不(?:得|清|起|住)|不记得")
_CHOICE = re.compile(r"(?:买|拍|订|选|换|下).{0,6}(?:规格|颜色|尺码|码数?|款式?|口味|型号|几号|多大|几[件包袋个])")
_MEANING = re.compile(r"说|讲|意思|[懂明]白?|解释|清楚")
_STAYS_GUEST = re.compile(
    r"(?:没有?|还没|不想|不|懒得|不方便|不用|未)(?:注册|登[录陆入](?!不|上|进|成功|得)|(?:有)?账号|(?:有)?帐号)|游客(?:身份)?|访客"
)
_DEFECT = re.compile(
    r"坏|破|漏|裂|碎|断|掉|脱|烂|臭|霉|锈|瑕疵|故障|毛病|异味|没反应|没用|不[亮转热响动灵]|不能用|不工作|用不了|开线|起球|褪色|变形|变质"
    r"|少[了发]|缺|错|漏发|假|碰|划|沾|脏|问题"
)
_ORDINAL_GOODS = re.compile(
    r"(?:那|就)?(?:要)?第[一二三四五12345][个款种](?:呢|怎么样|咋样|好吗|好不好|如何|可以吗)?[?？]*"
)


def read_dropped(text: str) -> frozenset[str] | None:
    """The kinds of request that 算了不退了 gives up; empty: whatever was talked about; None: nothing is given up."""
    match = _DROP.fullmatch(text.strip())
    return None if match is None else _KINDS_OF_VERB.get(match.group("verb"), frozenset())


def lets_go(text: str) -> bool:
    """算了: no more of it, whatever it was."""
    return bool(_LET_GO.fullmatch(text.strip()))


def is_not_this_order(text: str) -> bool:
    """不是这个订单, 选错了: another order is meant."""
    return bool(_NOT_THIS_ORDER.match(text.strip()) or _WRONG_CHOICE.fullmatch(text.strip()))


def means_other_one(text: str) -> bool:
    """那另一个呢: the same question for another one."""
    return bool(_OTHER_ONE.fullmatch(text.strip()))


def is_stuck(text: str) -> bool:
    """好几天不动了, 卡那儿了: said of a parcel."""
    return len(text.strip()) <= _LONGEST_STUCK and bool(_STUCK.search(text))


def is_vague(text: str) -> bool:
    """那个东西咋弄: a how without a what."""
    return bool(_VAGUE.fullmatch(text.strip()))


def asks_when(text: str) -> bool:
    """什么时候: of whatever is awaited."""
    return bool(_WHEN.fullmatch(text.strip()))


def still_waits(text: str) -> bool:
    """都好几天了, 还没到: of whatever is awaited."""
    return bool(_STILL.fullmatch(text.strip()))


def asks_courier_phone(text: str) -> bool:
    """派件电话."""
    return bool(_COURIER_PHONE.fullmatch(text.strip()))


def asks_where_to_send(text: str) -> bool:
    """那寄到哪: of goods that go back."""
    return bool(_SENDS_BACK.fullmatch(text.strip()))


def read_progress(text: str) -> str | None:
    """我的换货呢: the intent that asks how an application stands."""
    match = _REQUEST_PROGRESS.fullmatch(text.strip())
    if match is None:
        return None
    return "query_refund" if match.group("what") == "退款" else "query_aftersale"


def asks_place_in_queue(text: str) -> bool:
    """还有多久轮到我."""
    return bool(_WAITS.search(text))


def wants_message(text: str) -> bool:
    """能留言吗."""
    return "留" in text and "言" in text and asks_place_in_queue(text)


def leaves_queue(text: str) -> bool:
    """取消排队吧, 不等了."""
    return bool(_LEAVES_QUEUE.fullmatch(text.strip()))


def asks_return_parcel(text: str) -> bool:
    """寄回去的快递到了吗: the parcel that went back, not the one that came."""
    return bool(_RETURN_PARCEL.search(text))


def asks_why_refused(text: str) -> bool:
    """凭什么驳回: the reason of a refused application."""
    return bool(_WHY_REFUSED.search(text))


def claims_costs(text: str) -> bool:
    """误工费谁出: money beyond the goods' price."""
    return bool(_COMPENSATION.search(text))


def refuses_human(text: str) -> str | None:
    """What is left of 不要转人工，你直接说…: the question itself; None if no human is refused at the beginning."""
    match = _NO_HUMAN.match(text.strip())
    return None if match is None else text.strip()[match.end() :]


def calls_somebody(text: str) -> bool:
    """有人吗, 人呢."""
    return bool(_CALLS.fullmatch(text.strip()))


def has_told_all(text: str) -> bool:
    """都发完了, 就这些."""
    return bool(_DONE.fullmatch(text.strip()))


def is_invoice_part(text: str) -> bool:
    """A title, tax number or mailbox for an invoice."""
    return bool(_INVOICE_PART.fullmatch(text.strip()))


def asks_whether(text: str) -> bool:
    """会溢出来吗, 能不能…: a question that is answered by yes or no, or by a value."""
    return bool(_ASKS_WHETHER.search(text))


def asks(text: str) -> bool:
    """Whether the words are a question of any kind."""
    return bool(_ASKS.search(text.strip()))


def tells_malfunction(text: str) -> bool:
    """我买的音响没有声音: something of one's own that does not do what it is made for."""
    return bool(_OWN.search(text)) and bool(_MALFUNCTION.search(text))


def packs(text: str) -> bool:
    """两支装, 家庭装: a package, and nothing that has to be installed."""
    return bool(_PACKED.search(text)) and not _INSTALLS.search(text)


def forgot_choice(text: str) -> bool:
    """买的啥规格 我都忘了: the order tells it."""
    return bool(_FORGOT.search(text)) and bool(_CHOICE.search(text))


def asks_meaning(text: str) -> bool:
    """说清楚点: about the bot's words, and not about goods."""
    return bool(_MEANING.search(text))


def asks_price(text: str) -> bool:
    """多少钱, 怎么卖."""
    return bool(_ASKS_PRICE.search(text))


def stays_guest(text: str) -> bool:
    """我没登录, 不想登录: said by somebody who wants help all the same."""
    return bool(_STAYS_GUEST.search(text))


def tells_defect(text: str) -> bool:
    """Whether a word says what is wrong with the goods."""
    return bool(_DEFECT.search(text))


def picks_goods(text: str) -> bool:
    """第二个怎么样: one of the goods that were shown."""
    return bool(_ORDINAL_GOODS.fullmatch(text.strip()))
