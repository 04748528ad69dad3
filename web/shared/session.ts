import type { Locale } from "./format.ts";
import { HttpError, requestJson } from "./http.ts";
import type { SessionRequest, SessionResponse } from "./protocol.ts";
import { type KeyValueStore, readJson, writeJson } from "./storage.ts";

interface StoredSession {
  session: string;
  conversation_id: string;
  /** The customer whom the shop page named when the session was opened; null for a guest. */
  subject: string | null;
  is_closed: boolean;
}

/** The customer that an identity token names. Only used to keep people apart on one device; the gateway verifies. */
export function readSubject(identity: string | null): string | null {
  const claims = identity?.split(".")[1];
  if (!claims) return null;
  try {
    // Only compared with itself, so the bytes need not be decoded as UTF-8.
    const subject = (JSON.parse(atob(claims.replace(/-/g, "+").replace(/_/g, "/"))) as { sub?: unknown }).sub;
    return typeof subject === "string" ? subject : null;
  } catch {
    return null;
  }
}

/** Opens sessions and remembers the last one, so that the conversation survives a reload. */
export class SessionKeeper {
  private stored: StoredSession | null;

  constructor(
    private readonly fetcher: typeof fetch,
    private readonly gateway: string,
    private readonly store: KeyValueStore,
    private readonly storeKey: string,
    public identity: string | null,
    private readonly locale: Locale,
  ) {
    this.stored = readJson<StoredSession>(store, storeKey);
  }

  get token(): string | null {
    return this.stored?.session ?? null;
  }

  get conversationId(): string | null {
    return this.stored?.conversation_id ?? null;
  }

  /** An open conversation waits from an earlier page. */
  get canResume(): boolean {
    return this.stored !== null && !this.stored.is_closed && !this.belongsToSomebodyElse();
  }

  /** True when the stored session is of another customer than the page names now. A guest who logs in stays the same. */
  belongsToSomebodyElse(): boolean {
    const before = this.stored?.subject ?? null;
    return before !== null && before !== readSubject(this.identity);
  }

  forget(): void {
    this.stored = null;
    this.store.removeItem(this.storeKey);
  }

  setClosed(isClosed: boolean): void {
    if (this.stored && this.stored.is_closed !== isClosed) this.remember({ ...this.stored, is_closed: isClosed });
  }

  /**
   * Opens a session, continuing the stored one unless `fresh`. A refused identity or session is dropped and the
   * next weaker claim is tried: the shopper can always talk, if only as a guest.
   *
   * @throws HttpError, NetworkError
   */
  async open({ fresh = false } = {}): Promise<SessionResponse> {
    const claims = { identity: this.identity, session: fresh ? null : this.token };
    for (;;) {
      try {
        return this.adopt(await this.request({ ...claims, locale: this.locale }));
      } catch (error) {
        if (!(error instanceof HttpError) || ![400, 401, 403, 404].includes(error.status)) throw error;
        if (claims.session) claims.session = null;
        else if (claims.identity) claims.identity = null;
        else throw error;
      }
    }
  }

  private request(body: SessionRequest): Promise<SessionResponse> {
    return requestJson(this.fetcher, `${this.gateway}/api/shopper/session`, { method: "POST", body });
  }

  private adopt(response: SessionResponse): SessionResponse {
    this.remember({
      session: response.session,
      conversation_id: response.conversation_id,
      subject: readSubject(this.identity),
      is_closed: response.state.state === "closed",
    });
    return response;
  }

  private remember(stored: StoredSession): void {
    this.stored = stored;
    writeJson(this.store, this.storeKey, stored);
  }
}
