"""What is needed for an invoice, and how much of it a text gives: title, tax number, mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_TAX = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z]*\d)[0-9A-Za-z]{15,20}(?![0-9A-Za-z])")
_COMPANY = re.compile(
    r"[\u4e00-\u9fff（）()A-Za-z0-9·]{2,40}?(?:有限责任公司|股份有限公司|有限公司|公司|事务所|工作室|合作社|个体工商户|经营部|商行|研究院|学校|小学|中学|大学|医院|幼儿园|委员会)"
)
_PERSON = re.compile(
    r"(?:开?个人|私人)(?:抬头|名字|的)?(?:就行|就可以|吧)?(?:[:：,，\s是叫]*(?P<name>[\u4e00-\u9fff·]{2,5}))?"
)
_NAMED_TITLE = re.compile(r"(?:抬头|名字|姓名|名称)(?:[:：\s]|是|写|填|用|叫)+(?P<name>[\u4e00-\u9fff·A-Za-z]{2,30})")
_LABEL = re.compile(r"^.*?(?:(?:抬头|名称)(?:[:：\s]|是|写|填)*|(?:单位|公司)(?:[:：\s]|是|写|填)+)")
_BARE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_NOT_NAMES = re.compile(
    r"抬头|发票|开票|税号|公司|单位|可以|不用|需要|电子|纸质|普通|专|就行|邮箱|[吗呢吧么的了]$|怎|什么|多|哪|好|谢|订单|没|行"
)
_INFORMS = re.compile(
    r"^(?:(?:发票|开票)?(?:抬头|税号|邮箱|名称|单位|公司|个人)(?:抬头|名称)?)(?:[:：,，\s]|是|写|填)+\S+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class InvoiceParts:
    """``title``: a company, a name, or 个人. An individual needs no tax number."""

    title: str = ""
    is_person: bool = False
    tax_number: str = ""
    email: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still needed, besides the order."""
        rows = (
            ("发票抬头（个人或单位名称）", bool(self.title)),
            ("单位的纳税人识别号", self.is_person or not self.title or bool(self.tax_number)),
            ("接收邮箱", bool(self.email)),
        )
        return tuple(name for name, is_there in rows if not is_there)


def read_invoice_parts(texts: list[str]) -> InvoiceParts:
    """Read what several messages give together; a later title replaces an earlier one."""
    title, is_person, tax, mail = "", False, "", ""
    for text in texts:
        found_mail, found_tax = _MAIL.search(text), _TAX.search(_MAIL.sub(" ", text))
        mail = found_mail.group() if found_mail else mail
        tax = found_tax.group().upper() if found_tax else tax
        company, person, named = _COMPANY.search(text), _PERSON.search(text), _NAMED_TITLE.search(text)
        if company:
            title, is_person = _LABEL.sub("", company.group()), False
        elif person:
            title, is_person = person.group("name") or "个人", True
        elif named:
            title, is_person = named.group("name"), len(named.group("name")) <= 4
        elif is_bare_name(text) and (is_person or not title):
            title, is_person = text.strip(), True
    return InvoiceParts(title, is_person, tax, mail)


def is_bare_name(text: str) -> bool:
    """卢慧玲: only two to four characters that ask for nothing."""
    plain = text.strip(" 。.，,")
    return bool(_BARE_NAME.fullmatch(plain)) and not _NOT_NAMES.search(plain)


def gives_invoice_parts(text: str) -> bool:
    """Whether a message by itself can only be data for an invoice: 个人 卢慧玲, 抬头：某某公司."""
    plain = text.strip()
    if re.search(r"[?？吗么]|怎么|能不能|可以", plain):
        return False
    return bool(_INFORMS.match(plain) or re.fullmatch(r"个人[\s:：,，]+[\u4e00-\u9fff·]{2,5}", plain))
