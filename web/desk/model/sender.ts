import type { DeskCommand } from "../../shared/protocol.ts";
import { describeError } from "../../staff/api.ts";
import type { Store } from "../../staff/store.ts";
import type { DeskApi } from "./desk_api.ts";
import type { DeskAction } from "./reducer.ts";
import type { DeskState, Outgoing } from "./state.ts";

const TYPING_EVERY_MS = 3000;

/** Brings the agent's words into the log. */
export class Sender {
  private typingSentAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: Store<DeskState, DeskAction>,
    private readonly api: DeskApi,
    private readonly agentName: string,
    private readonly sendCommand: (command: DeskCommand) => boolean,
    private readonly now: () => number = Date.now,
  ) {}

  send(id: string, text: string): Promise<void> {
    const created_at = new Date(this.now()).toISOString();
    return this.deliver(id, { client_message_id: crypto.randomUUID(), text, created_at, failure: null });
  }

  /** Sends a failed message again under its old id: the log takes it once. */
  resend(id: string, item: Outgoing): Promise<void> {
    return this.deliver(id, { ...item, failure: null });
  }

  discard(id: string, item: Outgoing): void {
    this.store.dispatch({ type: "discarded", id, clientMessageId: item.client_message_id });
  }

  /** Lets the shopper see that an answer is being written; at most every three seconds. */
  typing(id: string): void {
    if (this.now() - this.typingSentAt < TYPING_EVERY_MS) return;
    this.typingSentAt = this.now();
    this.sendCommand({ type: "typing", conversation_id: id });
  }

  private async deliver(id: string, item: Outgoing): Promise<void> {
    const { client_message_id: clientMessageId } = item;
    this.store.dispatch({ type: "sending", id, item });
    try {
      const { seq, message_id: messageId } = await this.api.send(id, clientMessageId, item.text);
      this.store.dispatch({ type: "sent", id, clientMessageId, seq, messageId, agentName: this.agentName });
    } catch (error) {
      this.store.dispatch({ type: "send_failed", id, clientMessageId, reason: describeError(error) });
    }
  }
}
