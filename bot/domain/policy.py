"""The shop's policy: every number of the service standards that a shop may want to change.

``knowledge_base/policies/service.yml`` holds the values; this module gives them types and meaning. Times of day are
local to ``utc_offset_hours``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone


@dataclass(frozen=True, slots=True)
class DecisionPolicy:
    """What mistakes cost; the bot answers, asks back or hands over, whichever is expected to cost least.

    Costs are relative to one needless question (``question_cost``). ``wrong_answer_cost`` is for acting on a wrong
    guess, ``intent_costs`` for single intents where that is worse (a needless escalation); ``failed_question_cost``
    comes on top when none of the ``max_choices`` offered was meant; ``handoff_cost`` is for a human whom nobody needed,
    ``missed_emergency_cost`` for a P0 that went unnoticed.

    Below ``clarify_threshold``, the confidence of all choices together, the guesses are not worth showing and the
    knowledge base is searched by text. ``misses_before_handoff`` turns in a row that were not understood bring a human;
    an FAQ that fits with ``faq_answer_score`` or more is given as the answer.
    """

    wrong_answer_cost: float = 2.5
    question_cost: float = 1.0
    failed_question_cost: float = 1.5
    handoff_cost: float = 4.0
    missed_emergency_cost: float = 8.0
    intent_costs: dict[str, float] = field(default_factory=dict)
    clarify_threshold: float = 0.6
    max_choices: int = 3
    misses_before_handoff: int = 2
    faq_answer_score: float = 0.55


@dataclass(frozen=True, slots=True)
class HoursPolicy:
    """When human agents are there (S1)."""

    opens: time = time(9, 0)
    closes: time = time(23, 30)
    utc_offset_hours: float = 8.0

    def is_open(self, at: datetime) -> bool:
        """Whether agents work at that moment."""
        local = at.astimezone(self.zone).time()
        if self.opens <= self.closes:
            return self.opens <= local < self.closes
        return local >= self.opens or local < self.closes

    @property
    def zone(self) -> timezone:
        """The shop's time zone."""
        return timezone(timedelta(hours=self.utc_offset_hours))

    @property
    def label(self) -> str:
        """As shoppers read it: ``9:00–23:30``."""
        return f"{self.opens.hour}:{self.opens.minute:02d}–{self.closes.hour}:{self.closes.minute:02d}"


@dataclass(frozen=True, slots=True)
class HandoffPolicy:
    """Who gets a case and what the shopper is told while waiting (S2, S10)."""

    average_handling_seconds: int = 240
    agents_on_duty: int = 2
    intent_priorities: dict[str, str] = field(default_factory=dict)
    skill_groups: dict[str, str] = field(default_factory=dict)
    default_skill_group: str = "综合客服"


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """Return rules (S6). ``refund_days`` maps a payment channel to the working days until the money is back."""

    default_days: int = 7
    quality_days: int = 15
    refund_within_hours: int = 48
    return_address: str = ""
    not_returnable: dict[str, str] = field(default_factory=dict)
    refund_days: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreightPolicy:
    """Free from ``free_from_fen`` paid, else ``fee_fen``; far regions and bulky goods may differ."""

    free_from_fen: int = 5900
    fee_fen: int = 800


@dataclass(frozen=True, slots=True)
class Policy:
    """All of it. ``level_points``: the points from which a customer has a level, lowest first."""

    shop_name: str = "小二优选"
    service_phone: str = ""
    decision: DecisionPolicy = field(default_factory=DecisionPolicy)
    hours: HoursPolicy = field(default_factory=HoursPolicy)
    handoff: HandoffPolicy = field(default_factory=HandoffPolicy)
    returns: ReturnPolicy = field(default_factory=ReturnPolicy)
    freight: FreightPolicy = field(default_factory=FreightPolicy)
    level_points: dict[str, int] = field(default_factory=dict)
    price_protection_days: int = 15
    status_lookups_per_hour: int = 5
    case_max_turns: int = 60
    case_idle_hours: int = 24
    max_bubbles_per_turn: int = 6
