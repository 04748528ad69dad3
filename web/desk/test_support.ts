import type { DeskConversation, HandoffItem, Message, QueueResponse } from "../shared/protocol.ts";
import { Api } from "../staff/api.ts";
import { DeskController } from "./model/controller.ts";
import { DeskApi } from "./model/desk_api.ts";

export function handoff(changes: Partial<HandoffItem> = {}): HandoffItem {
  return {
    id: "h1",
    conversation_id: "c1",
    reason: "requested",
    reason_label: "顾客要求人工",
    priority: "P3",
    skill_group: "综合客服",
    state: "waiting",
    customer_name: "王**",
    customer_level: "普通",
    channel: "web",
    last_text: "转人工",
    created_at: "2025-11-11T02:00:00Z",
    taken_at: null,
    waiting_seconds: 10,
    after_hours: false,
    unread: 2,
    ...changes,
  };
}

export function message(seq: number, changes: Partial<Message> & { text?: string } = {}): Message {
  const { text = `第${seq}句`, ...rest } = changes;
  return {
    id: `m${seq}`,
    seq,
    author: "shopper",
    kind: "text",
    body: { text, buttons: [], card: null, image_url: null, event: null },
    created_at: `2025-11-11T02:00:${String(seq).padStart(2, "0")}Z`,
    client_message_id: null,
    agent_name: null,
    ...rest,
  };
}

export function conversation(messages: Message[], changes: Partial<DeskConversation> = {}): DeskConversation {
  return {
    state: {
      conversation_id: "c1",
      state: "open",
      owner: "human",
      queue_position: null,
      estimated_wait_seconds: null,
      agent_name: "小美",
      after_hours: false,
      csat_score: null,
    },
    messages,
    handoff: null,
    summary: null,
    customer: null,
    orders: [],
    shipments: [],
    aftersales: [],
    ...changes,
  };
}

/** A gateway in memory: change what it has, or let it refuse. */
export class FakeGateway {
  queue: QueueResponse = { waiting: [], mine: [] };
  conversation = conversation([]);
  /** Status and body for the next write; null: it succeeds. */
  refusal: { status: number; code: string; message: string } | null = null;
  isDown = false;
  /** Answers already decided wait for this before they leave. */
  delay: Promise<void> = Promise.resolve();
  readonly requests: string[] = [];

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    if (this.isDown) throw new TypeError("no network");
    const method = init?.method ?? "GET";
    this.requests.push(`${method} ${String(input)}`);
    if (method !== "GET" && this.refusal) {
      return Response.json({ code: this.refusal.code, message: this.refusal.message }, { status: this.refusal.status });
    }
    if (String(input).endsWith("/queue")) {
      const answer = Response.json(this.queue);
      await this.delay;
      return answer;
    }
    if (method === "GET") return Response.json(this.conversation);
    const seq = this.conversation.messages.length + 1;
    return Response.json({ seq, message_id: `m${seq}` });
  };
}

export interface Observed {
  newHandoffs: string[];
  shopperWords: string[];
  refused: string[];
  commands: unknown[];
}

export function startDesk(now: () => number = () => 0) {
  const gateway = new FakeGateway();
  const observed: Observed = { newHandoffs: [], shopperWords: [], refused: [], commands: [] };
  const api = new DeskApi(new Api(gateway.fetch));
  const controller = new DeskController(
    api,
    {
      onNewHandoffs: (items) => observed.newHandoffs.push(...items.map((item) => item.id)),
      onShopperWords: (id) => observed.shopperWords.push(id),
      onRefused: (text) => observed.refused.push(text),
      sendCommand: (command) => observed.commands.push(command) > 0,
    },
    now,
  );
  return { gateway, observed, api, controller };
}
