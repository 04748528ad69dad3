import type { ConversationItem, DeskConversation, Owner, QueueResponse, SendResponse } from "../../shared/protocol.ts";
import type { Api } from "../../staff/api.ts";

/** The desk's part of the gateway's API. */
export class DeskApi {
  constructor(private readonly api: Api) {}

  queue(): Promise<QueueResponse> {
    return this.api.get("/api/desk/queue");
  }

  take(handoffId: string): Promise<unknown> {
    return this.api.post(`/api/desk/handoffs/${encodeURIComponent(handoffId)}/take`);
  }

  conversation(id: string): Promise<DeskConversation> {
    return this.api.get(this.path(id));
  }

  async list(owner: Owner): Promise<ConversationItem[]> {
    const query = { owner, state: "open" };
    return (await this.api.get<{ conversations: ConversationItem[] }>("/api/desk/conversations", query)).conversations;
  }

  send(id: string, clientMessageId: string, text: string): Promise<SendResponse> {
    return this.api.post(this.path(id, "/messages"), { client_message_id: clientMessageId, text });
  }

  takeOver(id: string): Promise<unknown> {
    return this.api.post(this.path(id, "/takeover"));
  }

  giveBack(id: string): Promise<unknown> {
    return this.api.post(this.path(id, "/return"));
  }

  close(id: string): Promise<unknown> {
    return this.api.post(this.path(id, "/close"));
  }

  /** The unmasked value; the gateway writes down who looked. */
  async reveal(customerId: string, field: "phone" | "address" | "name", orderNumber: string | null): Promise<string> {
    const path = `/api/desk/customers/${encodeURIComponent(customerId)}/reveal`;
    return (await this.api.post<{ value: string }>(path, { field, order_number: orderNumber })).value;
  }

  private path(id: string, tail = ""): string {
    return `/api/desk/conversations/${encodeURIComponent(id)}${tail}`;
  }
}
