import type { ConversationStatus, Message, SendRequest, SessionRequest, ShopperCommand } from "../protocol.ts";
import type { SocketLike } from "../socket.ts";

interface FakeConversation {
  id: string;
  log: Message[];
  status: ConversationStatus;
}

/** Makes a row of the log. */
export function message(seq: number, author: Message["author"], text: string, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    seq,
    author,
    kind: "text",
    body: { text, buttons: [], card: null, image_url: null, event: null },
    created_at: new Date(Date.UTC(2026, 10, 20, 6, 0, seq)).toISOString(),
    client_message_id: null,
    agent_name: null,
    ...more,
  };
}

class FakeSocket implements SocketLike {
  readyState = 0;
  onopen: SocketLike["onopen"] = null;
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  onerror: SocketLike["onerror"] = null;

  constructor(
    private readonly gateway: FakeGateway,
    readonly token: string,
  ) {
    setTimeout(() => {
      if (gateway.refusesSockets || !gateway.conversations.has(token)) return this.lose();
      this.readyState = 1;
      this.onopen?.({});
    }, 1);
  }

  send(data: string): void {
    this.gateway.handle(this, JSON.parse(data) as ShopperCommand);
  }

  push(event: unknown): void {
    if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(event) });
  }

  /** The line breaks. */
  lose(): void {
    this.readyState = 3;
    this.onclose?.({});
  }

  close(): void {
    this.readyState = 3;
  }
}

/**
 * A gateway in memory that keeps the rules of the real one: a log without gaps, one row per `client_message_id`.
 * The switches make it misbehave.
 */
export class FakeGateway {
  readonly conversations = new Map<string, FakeConversation>();
  readonly sessionRequests: SessionRequest[] = [];
  readonly resumes: number[] = [];
  readonly sends: string[] = [];
  readonly commands: ShopperCommand[] = [];
  sockets: FakeSocket[] = [];
  isDown = false;
  refusesSockets = false;
  /** Stores what it gets but says nothing, as if the answer got lost. */
  isMute = false;
  refusals: { code: string; message: string }[] = [];

  readonly createSocket = (url: string): SocketLike => {
    const socket = new FakeSocket(this, decodeURIComponent(new URL(url).searchParams.get("session") ?? ""));
    this.sockets.push(socket);
    return socket;
  };

  readonly fetcher = (async (url: string, init: RequestInit = {}) => {
    if (this.isDown) throw new TypeError("network");
    const { pathname, searchParams } = new URL(url);
    const body = init.body ? (JSON.parse(String(init.body)) as unknown) : null;
    if (pathname.endsWith("/session")) return this.openSession(body as SessionRequest);
    const token = ((init.headers as Record<string, string>).Authorization ?? "").replace("Bearer ", "");
    const conversation = this.conversations.get(token);
    if (!conversation) return json(401, { code: "not_authenticated", message: "" });
    if (pathname.endsWith("/commands")) {
      this.commands.push(body as ShopperCommand);
      return json(200, { ok: true });
    }
    if (init.method === "POST") return this.sendByHttp(conversation, body as SendRequest);
    const { log, status } = conversation;
    const messages = log.filter((row) => row.seq > Number(searchParams.get("after")));
    return json(200, { messages, last_seq: log.length, state: status });
  }) as typeof fetch;

  get current(): FakeConversation {
    return [...this.conversations.values()].at(-1) as FakeConversation;
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  /** Adds a row and tells the page. */
  say(author: Message["author"], text: string, more: Partial<Message> = {}): Message {
    const row = message(this.current.log.length + 1, author, text, more);
    this.current.log.push(row);
    this.socket?.push({ type: "messages", messages: [row] });
    return row;
  }

  setStatus(change: Partial<ConversationStatus>): void {
    Object.assign(this.current.status, change);
    this.socket?.push({ type: "state", state: this.current.status });
  }

  handle(socket: FakeSocket, command: ShopperCommand): void {
    const conversation = this.conversations.get(socket.token);
    if (!conversation) return;
    if (command.type === "resume") {
      this.resumes.push(command.last_seq);
      socket.push({ type: "messages", messages: conversation.log.slice(command.last_seq) });
      socket.push({ type: "state", state: conversation.status });
    } else if (command.type === "ping") {
      if (!this.isMute) socket.push({ type: "pong" });
    } else if (command.type === "send") {
      const refusal = this.refusal(conversation);
      if (refusal) return socket.push({ type: "refused", client_message_id: command.client_message_id, ...refusal });
      const row = this.store(conversation, command);
      if (!this.isMute) socket.push({ type: "ack", client_message_id: command.client_message_id, seq: row.seq });
    } else {
      this.commands.push(command);
    }
  }

  private openSession(request: SessionRequest): Response {
    this.sessionRequests.push(request);
    const known = this.conversations.get(request.session ?? "");
    if (request.session && !known) return json(401, { code: "not_authenticated", message: "" });
    const conversation = known && known.status.state === "open" ? known : this.createConversation();
    return json(200, {
      session: conversation.id,
      conversation_id: conversation.id,
      customer: null,
      state: conversation.status,
      limits: { max_text: 20 },
    });
  }

  private createConversation(): FakeConversation {
    const id = `c${this.conversations.size + 1}`;
    const status: ConversationStatus = {
      conversation_id: id,
      state: "open",
      owner: "bot",
      queue_position: null,
      estimated_wait_seconds: null,
      agent_name: null,
      after_hours: false,
      csat_score: null,
    };
    const conversation = { id, log: [message(1, "bot", "您好")], status };
    this.conversations.set(id, conversation);
    return conversation;
  }

  private sendByHttp(conversation: FakeConversation, request: SendRequest): Response {
    const refusal = this.refusal(conversation);
    if (refusal) return json(409, refusal);
    const row = this.store(conversation, request);
    return json(200, { seq: row.seq, message_id: row.id });
  }

  private refusal(conversation: FakeConversation): { code: string; message: string } | undefined {
    if (conversation.status.state === "closed") return { code: "conversation_closed", message: "已结束" };
    return this.refusals.shift();
  }

  private store(conversation: FakeConversation, request: SendRequest): Message {
    const id = request.client_message_id;
    this.sends.push(id);
    const known = conversation.log.find((row) => row.client_message_id === id);
    if (known) return known;
    const row = message(conversation.log.length + 1, "shopper", request.text, { kind: request.kind, client_message_id: id });
    conversation.log.push(row);
    return row;
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}
