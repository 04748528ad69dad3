"""One action's view of the turn: what was said, who said it, and how to answer.

Identity comes from the verified metadata of the turn only. Slots and text never name a customer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.repetition import GREETING as GREETING
from actions.repetition import Repetition, is_same_question, put_differently
from actions.social_texts import NOTED_WHILE_WAITING
from bot.domain.customer import Customer
from bot.domain.handoff import HandoffReason
from bot.domain.intents import INTENTS
from bot.domain.order import Order
from bot.domain.product import Product
from bot.services.assistant_tools import AssistantTools

Button = tuple[str, str]
_ALL_ORDERS = 50
_THIS = re.compile(r"这[个款件双台条瓶盒袋箱种套]")
HUMAN_BUTTON: Button = ("转人工客服", "/request_human")
SERVICE_SLOTS = ("service_kind", "service_order", "service_problem", "service_detail", "service_confirmed")


@dataclass
class Talk:
    """Reads the tracker, writes to the dispatcher, collects events."""

    tools: AssistantTools
    dispatcher: CollectingDispatcher
    tracker: Tracker
    events: list[dict[str, Any]] = field(default_factory=list)
    has_spoken: bool = False
    has_handed_over: bool = False
    _slots: dict[str, Any] = field(default_factory=dict)
    _said: list[str] = field(default_factory=list)

    @property
    def message(self) -> dict[str, Any]:
        """Rasa's latest message."""
        return dict(self.tracker.latest_message or {})

    @property
    def metadata(self) -> dict[str, Any]:
        """The verified facts of the turn; empty in ``rasa shell``, so the shopper is anonymous there."""
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                return dict(event.get("metadata") or {})
        return {}

    @property
    def intent(self) -> str:
        """The intent that is being answered."""
        return str((self.message.get("intent") or {}).get("name") or "")

    @property
    def goal(self) -> str:
        """The intent, or the open question's intent when this turn only gives what was asked for."""
        return str(self.slot("last_intent") or self.intent) if self.intent == "inform" else self.intent

    @property
    def confidence(self) -> float:
        """Of the intent, 0…1."""
        return float((self.message.get("intent") or {}).get("confidence") or 0.0)

    @property
    def text(self) -> str:
        """What the shopper said; for a choice among guesses, or a follow-up with other goods, the whole question."""
        return str(self.entity("said") or self.message.get("text") or "").strip()

    def words_of(self, intent: str) -> str:
        """The message that asked for ``intent``, when this one only adds to it (第一个, 三百以内); else this one."""
        if self.intent == "inform":
            for event in reversed(self.tracker.events):
                name = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
                if event.get("event") == "user" and name == intent and event.get("text"):
                    return str(event["text"])
        return self.text

    @property
    def is_button(self) -> bool:
        """Whether a button was pressed."""
        return any(entity.get("extractor") == "button" for entity in self.message.get("entities") or ())

    @property
    def customer_id(self) -> str | None:
        """The verified customer, or None."""
        value = self.metadata.get("customer_id")
        return str(value) if value else None

    @property
    def customer(self) -> Customer | None:
        """The verified customer's record."""
        return self.tools.shop.find_customer(self.customer_id) if self.customer_id else None

    @property
    def page_product_id(self) -> str | None:
        """The product that was talked about on this page, else the page's; 这个 is always the page's."""
        page, last = self.metadata.get("page_product_id"), self.slot("product_id")
        goes_on = last and page == self._page_before and not _THIS.search(self.text)
        value = last if goes_on else page or last
        return str(value) if value else None

    @property
    def _page_before(self) -> str | None:
        """The product page of the turn before: on an unchanged page 它 is what was talked about."""
        users = [event.get("metadata") or {} for event in self.tracker.events if event.get("event") == "user"]
        return users[-2].get("page_product_id") if len(users) >= 2 else None

    @property
    def page_order_number(self) -> str | None:
        """The order page that is looked at."""
        value = self.metadata.get("page_order_number")
        return str(value) if value else None

    @property
    def is_waiting(self) -> bool:
        """Whether the shopper waits for a human already: nothing more is to be offered or demanded."""
        return bool(self.metadata.get("is_waiting"))

    @property
    def replies(self) -> list[str]:
        """Everything that the bot said in this case, oldest first."""
        texts = [
            str(event["text"]) for event in self.tracker.events if event.get("event") == "bot" and event.get("text")
        ]
        return [*texts, *self._said]

    @cached_property
    def own_orders(self) -> tuple[Order, ...]:
        """The verified customer's orders, newest first, read once; nobody else has any."""
        return tuple(self.tools.shop.list_orders(self.customer_id, limit=_ALL_ORDERS)) if self.customer_id else ()

    @property
    def recent_replies(self) -> list[str]:
        """What the bot said in this turn and the one before."""
        turns: list[str] = []
        texts = list(self._said)
        for event in reversed(self.tracker.events):
            if event.get("event") == "bot" and event.get("text"):
                texts.append(str(event["text"]))
            elif event.get("event") == "user":
                turn = str((event.get("metadata") or {}).get("turn_id") or event.get("timestamp"))
                if turn not in turns:
                    turns.append(turn)
                if len(turns) > 2:
                    break
        return texts

    def pick(self, *variants: str) -> str:
        """The first wording that was not used in this case; when all were, the one used longest ago."""
        used = self.replies
        unused = [text for text in variants if text not in used]
        return unused[0] if unused else max(variants, key=lambda text: used[::-1].index(text))

    @property
    def has_image(self) -> bool:
        """Whether a picture came with the turn."""
        return bool(self.metadata.get("has_image"))

    def entity(self, kind: str) -> str | None:
        """The first value of an entity type in the message."""
        for entity in self.message.get("entities") or ():
            if entity.get("entity") == kind and entity.get("value"):
                return str(entity["value"])
        return None

    def entities(self, kind: str) -> list[str]:
        """All values of an entity type."""
        return [str(entry["value"]) for entry in self.message.get("entities") or () if entry.get("entity") == kind]

    def slot(self, name: str) -> Any:
        """A slot, as changed by this action so far."""
        return self._slots[name] if name in self._slots else self.tracker.get_slot(name)

    def set_slot(self, name: str, value: Any) -> None:
        """Change a slot."""
        self._slots[name] = value
        self.events.append(SlotSet(name, value))

    def remember_product(self, product: Product) -> None:
        """这个 will mean this product from now on."""
        self.set_slot("product_id", product.id)

    @property
    def is_followed(self) -> bool:
        """Whether another action goes on after this one."""
        return any(event.get("event") == "followup" for event in self.events)

    def follow_with(self, action: str) -> None:
        """Let another action go on with the same message."""
        self.events.append(FollowupAction(action))

    def say(
        self,
        text: str,
        *,
        buttons: Sequence[Button] = (),
        card: dict[str, Any] | None = None,
        outcome: str | None = None,
        leaves_queue: bool = False,
    ) -> None:
        """Say something: complete in itself, the card only illustrates it.

        The greeting that FAQ answers begin with is said once, and nothing is said twice in succession: see
        ``actions.repetition``. ``leaves_queue``: with it the waiting for a human ends.
        """
        if self.replies:
            text = text.removeprefix(GREETING)
        if text.removeprefix(GREETING) in (said.removeprefix(GREETING) for said in self.recent_replies):
            state = Repetition(
                kind=(card or {}).get("type"),
                is_same_question=self.asks_the_same,
                in_request=bool(self.slot("service_kind")),
                is_social=self.goal in INTENTS and INTENTS[self.goal].topic == "social",
            )
            text = self.pick(*put_differently(text, state))
            buttons = buttons or [HUMAN_BUTTON]
        self._said.append(text)
        custom = {
            key: value for key, value in (("card", card), ("outcome", outcome), ("leaves_queue", leaves_queue)) if value
        }
        entries = [{"title": title, "payload": payload} for title, payload in buttons]
        self.dispatcher.utter_message(text=text, buttons=entries, json_message=custom or {})
        self.has_spoken = True

    @property
    def asks_the_same(self) -> bool:
        """Whether the message before asked the same question: intent, entities and words, not only the answer."""
        users = [event for event in self.tracker.events if event.get("event") == "user"][-2:]
        return len(users) == 2 and is_same_question(users[0], users[1])

    def offer(self, payload: str) -> None:
        """A bare yes will mean this button."""
        self.set_slot("offer", payload)

    def hand_over(
        self,
        text: str,
        *,
        reason: HandoffReason = HandoffReason.PROCESSING,
        priority: str | None = None,
        note: str = "",
        order_number: str | None = None,
        intent: str | None = None,
    ) -> None:
        """Say what was noted and ask for a human. The queue position is told by the gateway."""
        handoff = {
            "reason": reason.value,
            "priority": self._priority(priority, intent or self.goal),
            "note": note,
            "order_number": order_number or self.slot("order_number") or self.page_order_number,
        }
        if self.is_waiting and text in self.recent_replies:
            text = self.pick(*NOTED_WHILE_WAITING)
        self._said.append(text)
        self.dispatcher.utter_message(text=text, json_message={"handoff": handoff})
        self.has_spoken = self.has_handed_over = True
        self.leave_service()
        self.set_slot("miss_count", 0.0)

    def leave_service(self) -> None:
        """End the request in progress, if there is one."""
        if self.tracker.active_loop.get("name"):
            self.events.append(ActiveLoop(None))
            self.set_slot("requested_slot", None)
        if self.slot("service_kind"):
            for name in SERVICE_SLOTS:
                self.set_slot(name, None)

    def _priority(self, given: str | None, intent: str) -> str:
        """The intent's priority (S2); a VIP is at least P1."""
        priority = given or self.tools.policy.handoff.intent_priorities.get(intent, "P3")
        customer = self.customer
        return min(priority, "P1") if customer is not None and customer.is_vip else priority


def make_payload(intent: str, **values: str | None) -> str:
    """``/intent{"entity": "value"}``."""
    kept = {key: value for key, value in values.items() if value}
    return f"/{intent}{json.dumps(kept, ensure_ascii=False)}" if kept else f"/{intent}"


def shorten(text: str, limit: int) -> str:
    """Cut a long text for a title or a note."""
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
