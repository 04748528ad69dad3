import { HttpError } from "./http.ts";
import type { Outbox, OutgoingMessage } from "./outbox.ts";
import type { PageContext, SendRequest, SendResponse } from "./protocol.ts";

/** What carries the messages. */
export interface Carrier {
  /** The way that is open now. */
  route(): "socket" | "http" | null;
  sendBySocket(request: SendRequest): boolean;
  /** @throws HttpError, NetworkError */
  sendByHttp(request: SendRequest): Promise<SendResponse>;
  onChange(waiting: OutgoingMessage[]): void;
  onAcknowledged(item: OutgoingMessage, seq: number): void;
  /** The conversation was closed: open a new one, then `flush`. */
  onConversationClosed(): void;
  onSessionExpired(): void;
  /** The socket seems open but acknowledges nothing. */
  onSocketStuck(): void;
}

const ACK_LIMIT_MS = 8_000;
const MAX_ATTEMPTS = 4;
const TRANSIENT = new Set(["unavailable", "internal", "too_many_requests"]);

/** Sends what is in the outbox until each message is acknowledged or refused, always under the same id. */
export class Delivery {
  private readonly ackTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly attempts = new Map<string, number>();
  private isSendingByHttp = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly carrier: Carrier,
  ) {}

  /** Something waits that nothing but the line holds up. */
  get hasPending(): boolean {
    return this.outbox.list().some((item) => !item.failure);
  }

  emit(): void {
    this.carrier.onChange(this.outbox.list());
  }

  add(kind: SendRequest["kind"], text: string, payload: string | null, page: PageContext): void {
    const last = this.outbox.list().at(-1);
    this.outbox.put({
      client_message_id: newId(),
      kind,
      text,
      payload,
      page,
      created_at: new Date().toISOString(),
      order: Math.max(Date.now(), (last?.order ?? 0) + 1),
      failure: null,
    });
    this.emit();
  }

  /** Makes a refused message wait for sending again. */
  revive(id: string): void {
    const item = this.outbox.get(id);
    if (!item) return;
    this.attempts.delete(id);
    this.outbox.put({ ...item, failure: null });
    this.emit();
  }

  discard(id: string): void {
    this.take(id);
    this.emit();
  }

  clear(): void {
    this.pause();
    this.outbox.clear();
    this.emit();
  }

  /** The line is gone: whatever was in flight will be sent again. */
  pause(): void {
    for (const timer of this.ackTimers.values()) clearTimeout(timer);
    this.ackTimers.clear();
  }

  flush(): void {
    const route = this.carrier.route();
    if (route === "http") void this.flushByHttp();
    if (route !== "socket") return;
    for (const item of this.outbox.list()) {
      if (!item.failure && !this.ackTimers.has(item.client_message_id)) this.sendBySocket(item);
    }
  }

  acknowledge(id: string, seq: number): void {
    const item = this.take(id);
    if (!item) return;
    this.emit();
    this.carrier.onAcknowledged(item, seq);
  }

  /** These messages stand in the log, acknowledged or not. */
  settle(ids: readonly (string | null)[]): void {
    const taken = ids.filter((id) => id !== null && this.take(id) !== undefined);
    if (taken.length > 0) this.emit();
  }

  refuse(id: string, code: string, message: string): void {
    this.stopTimer(id);
    const item = this.outbox.get(id);
    if (!item) return;
    const attempt = (this.attempts.get(id) ?? 0) + 1;
    this.attempts.set(id, attempt);
    if (attempt < MAX_ATTEMPTS && code === "conversation_closed") {
      this.carrier.onConversationClosed();
    } else if (attempt < MAX_ATTEMPTS && TRANSIENT.has(code)) {
      setTimeout(() => this.flush(), 1_000 * 2 ** attempt);
    } else {
      this.outbox.put({ ...item, failure: { code, message } });
      this.emit();
    }
  }

  private sendBySocket(item: OutgoingMessage): void {
    const id = item.client_message_id;
    const onLate = () => {
      this.ackTimers.delete(id);
      this.carrier.onSocketStuck();
    };
    this.ackTimers.set(id, setTimeout(onLate, ACK_LIMIT_MS));
    if (!this.carrier.sendBySocket(toRequest(item))) this.stopTimer(id);
  }

  private async flushByHttp(): Promise<void> {
    if (this.isSendingByHttp) return;
    this.isSendingByHttp = true;
    let current = "";
    try {
      for (const item of this.outbox.list()) {
        if (item.failure || this.carrier.route() !== "http") continue;
        current = item.client_message_id;
        const answer = await this.carrier.sendByHttp(toRequest(item));
        this.acknowledge(current, answer.seq);
      }
    } catch (error) {
      // Without an answer the message simply stays: the next poll or socket sends it again.
      if (!(error instanceof HttpError)) return;
      if (error.status === 401) this.carrier.onSessionExpired();
      else this.refuse(current, error.code, error.message);
    } finally {
      this.isSendingByHttp = false;
    }
  }

  private stopTimer(id: string): void {
    clearTimeout(this.ackTimers.get(id));
    this.ackTimers.delete(id);
  }

  private take(id: string): OutgoingMessage | undefined {
    this.stopTimer(id);
    this.attempts.delete(id);
    return this.outbox.remove(id);
  }
}

function toRequest({ client_message_id, kind, text, payload, page }: OutgoingMessage): SendRequest {
  return { client_message_id, kind, text, payload, page };
}

function newId(): string {
  // randomUUID exists in secure contexts only; a shop's test page may be plain http.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
