"""Signed tokens: who a shopper is, which button was pressed, which agent is logged in.

Identity of customers comes from the shop's own page as a JWT (HS256, ``sub`` = customer id, ``exp``), RFC 7519.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from bot.domain.errors import BadRequest, NotAuthenticated

AGENT_SESSION_SECONDS = 12 * 3600
SHOPPER_SESSION_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class ShopperSession:
    """What the widget's session token says."""

    visitor_id: str
    conversation_id: str
    customer_id: str | None


class Tokens:
    """Signs and checks with two secrets: ours, and the one shared with the shop's pages."""

    def __init__(self, secret_key: str, identity_secret: str) -> None:
        self._shopper = URLSafeTimedSerializer(secret_key, salt="shopper-session")
        self._agent = URLSafeTimedSerializer(secret_key, salt="agent-session")
        self._button = URLSafeSerializer(secret_key, salt="button")
        self._identity_secret = identity_secret

    def sign_identity(self, customer_id: str, *, lifetime: timedelta = timedelta(hours=12)) -> str:
        """The JWT that a shop page hands to the widget."""
        claims = {"sub": customer_id, "exp": datetime.now(UTC) + lifetime}
        return jwt.encode(claims, self._identity_secret, algorithm="HS256")

    def read_identity(self, token: str) -> str:
        """The customer id.

        Raises:
            NotAuthenticated: forged, expired or incomplete.
        """
        try:
            claims = jwt.decode(token, self._identity_secret, algorithms=["HS256"], options={"require": ["sub", "exp"]})
        except jwt.InvalidTokenError as error:
            raise NotAuthenticated("登录状态已失效，请重新登录") from error
        return str(claims["sub"])

    def sign_shopper(self, session: ShopperSession) -> str:
        """The session token of a widget."""
        return str(self._shopper.dumps([session.visitor_id, session.conversation_id, session.customer_id]))

    def read_shopper(self, token: str) -> ShopperSession:
        """The session.

        Raises:
            NotAuthenticated: forged or older than 30 days.
        """
        try:
            visitor_id, conversation_id, customer_id = self._shopper.loads(token, max_age=SHOPPER_SESSION_SECONDS)
        except (BadSignature, ValueError, TypeError) as error:
            raise NotAuthenticated("会话已失效，请刷新页面") from error
        return ShopperSession(visitor_id, conversation_id, customer_id)

    def sign_agent(self, agent_id: str) -> str:
        """The cookie of a logged-in agent."""
        return str(self._agent.dumps(agent_id))

    def read_agent(self, token: str) -> str:
        """The agent id.

        Raises:
            NotAuthenticated: forged or older than 12 hours.
        """
        try:
            return str(self._agent.loads(token, max_age=AGENT_SESSION_SECONDS))
        except BadSignature as error:
            raise NotAuthenticated("登录已过期，请重新登录") from error

    def sign_button(self, conversation_id: str, payload: str) -> str:
        """A button's payload as it leaves the house: only good in this conversation."""
        return str(self._button.dumps([conversation_id, payload]))

    def read_button(self, conversation_id: str, token: str) -> str:
        """The payload.

        Raises:
            BadRequest: not ours, or of another conversation.
        """
        try:
            signed_for, payload = self._button.loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise BadRequest("按钮已失效，请直接输入您的问题", code="bad_button") from error
        if signed_for != conversation_id:
            raise BadRequest("按钮已失效，请直接输入您的问题", code="bad_button")
        return str(payload)
