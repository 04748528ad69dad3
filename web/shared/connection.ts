import { Backoff } from "./backoff.ts";
import { Delivery } from "./delivery.ts";
import type { Locale } from "./format.ts";
import { HttpError, NetworkError, requestJson } from "./http.ts";
import { MessageBook } from "./message_book.ts";
import { Outbox, type OutgoingMessage } from "./outbox.ts";
import type {
  ConversationStatus,
  Message,
  MessagesResponse,
  PageContext,
  SendRequest,
  SendResponse,
  SessionResponse,
  ShopperCommand,
  ShopperEvent,
} from "./protocol.ts";
import { SessionKeeper } from "./session.ts";
import { ReconnectingSocket, type SocketLike } from "./socket.ts";
import type { KeyValueStore } from "./storage.ts";

/**
 * `polling` works, only slower: the socket cannot be opened but HTTP can. `refused`: the gateway answers, but with an
 * error that trying again soon will not change.
 */
export type Link = "idle" | "connecting" | "online" | "polling" | "offline" | "refused";

export interface ConnectionListener {
  onLink(link: Link): void;
  /** `changed` when this is another conversation than before. */
  onSession(session: SessionResponse, changed: boolean): void;
  /** All messages of the conversation in order, and those that have just come. */
  onMessages(all: Message[], added: Message[]): void;
  onOutbox(waiting: OutgoingMessage[]): void;
  onState(state: ConversationStatus): void;
  onTyping(author: "bot" | "agent"): void;
  /** The stored session was somebody else's: whatever is shown must go. */
  onForgotten(): void;
}

export interface ConnectionOptions {
  /** Origin of the gateway, e.g. `https://shop.example`. */
  gateway: string;
  identity: string | null;
  locale: Locale;
  store: KeyValueStore;
  readPage: () => PageContext;
  listener: ConnectionListener;
  fetcher?: typeof fetch;
  createSocket?: (url: string) => SocketLike;
  random?: () => number;
}

const POLL_EVERY_MS = 3_000;
const TYPING_EVERY_MS = 3_000;

/** One shopper's line to the gateway: session, socket with HTTP as the way round, and an outbox that survives reloads. */
export class Connection {
  private readonly keeper: SessionKeeper;
  private readonly delivery: Delivery;
  private readonly socket: ReconnectingSocket;
  private readonly sessionBackoff: Backoff;
  private readonly listener: ConnectionListener;
  private readonly fetcher: typeof fetch;
  private book = new MessageBook();
  private link: Link = "idle";
  private conversationId: string | null = null;
  private isClosed = false;
  private hasSession = false;
  private isRenewing = false;
  private opening: Promise<void> | null = null;
  private commands: ShopperCommand[] = [];
  private gapAskedAt = -1;
  private sessionTimer: ReturnType<typeof setTimeout> | undefined;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private typingSentAt = 0;

  constructor(private readonly options: ConnectionOptions) {
    const { gateway, store, identity, locale, random = Math.random } = options;
    this.listener = options.listener;
    this.fetcher = options.fetcher ?? ((input, init) => fetch(input, init));
    this.keeper = new SessionKeeper(this.fetcher, gateway, store, `xiaoer.session.${gateway}`, identity, locale);
    this.delivery = new Delivery(new Outbox(store, `xiaoer.out.${gateway}.`), {
      route: () => this.route(),
      sendBySocket: (request) => this.socket.send({ type: "send", ...request }),
      sendByHttp: (request) => this.request<SendResponse>("/messages", request),
      onChange: (waiting) => this.listener.onOutbox(waiting),
      onAcknowledged: (item, seq) => this.addAcknowledged(item, seq),
      onConversationClosed: () => void this.renew(),
      onSessionExpired: () => this.reopen(),
      onSocketStuck: () => this.socket.restart(),
    });
    this.sessionBackoff = new Backoff(1_000, 30_000, random);
    this.socket = this.createSocket(random);
  }

  /** A conversation from an earlier page is still open: worth connecting before the shopper asks. */
  get canResume(): boolean {
    return this.keeper.canResume;
  }

  start(): void {
    if (this.link !== "idle") return;
    this.setLink("connecting");
    this.delivery.emit();
    void this.openSession();
  }

  stop(): void {
    this.disconnect();
    this.setLink("idle");
  }

  /** The network came back, the page became visible, or the shopper asks to try again. */
  wake(): void {
    if (this.link === "idle" || this.link === "online") return;
    if (this.hasSession) this.socket.retryNow();
    else void this.openSession();
  }

  /** The shop page names another customer, or the same one with a new token. */
  setIdentity(identity: string | null): void {
    this.keeper.identity = identity;
    if (this.link !== "idle") this.reopen();
  }

  send(kind: "text" | "button", text: string, payload: string | null = null): void {
    this.delivery.add(kind, text, payload, this.options.readPage());
    this.deliver();
  }

  /** Sends a refused or waiting message again. */
  retry(clientMessageId: string): void {
    this.delivery.revive(clientMessageId);
    this.wake();
    this.deliver();
  }

  discard(clientMessageId: string): void {
    this.delivery.discard(clientMessageId);
  }

  leaveQueue(): void {
    this.command({ type: "leave_queue" });
  }

  close(): void {
    this.command({ type: "close" });
  }

  rate(score: number, comment: string): void {
    this.command({ type: "csat", score, comment });
  }

  /** Tells the agent that the shopper is writing; at most every three seconds. */
  notifyTyping(): void {
    const now = Date.now();
    if (now - this.typingSentAt < TYPING_EVERY_MS) return;
    if (this.socket.send({ type: "typing" })) this.typingSentAt = now;
  }

  /** Opens a new conversation after the present one was closed; what waits in the outbox goes there. */
  async renew(): Promise<void> {
    if (this.isRenewing || this.link === "idle") return;
    this.isRenewing = true;
    this.disconnect();
    this.setLink("connecting");
    await this.opening;
    await this.openSession();
  }

  // ---- session ----------------------------------------------------------------------------------------------------

  private createSocket(random: () => number): ReconnectingSocket {
    const create = this.options.createSocket ?? ((url: string) => new WebSocket(url) as SocketLike);
    const base = `${this.options.gateway.replace(/^http/, "ws")}/api/shopper/socket?session=`;
    return new ReconnectingSocket(
      () => create(base + encodeURIComponent(this.keeper.token ?? "")),
      {
        onOpen: () => this.resume(),
        onEvent: (event) => this.receive(event as ShopperEvent),
        onLost: (opened) => this.onSocketLost(opened),
      },
      new Backoff(500, 30_000, random),
    );
  }

  private openSession(): Promise<void> {
    clearTimeout(this.sessionTimer);
    this.opening ??= this.requestSession().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private reopen(): void {
    this.disconnect();
    this.setLink("connecting");
    void Promise.resolve(this.opening).then(() => {
      this.disconnect();
      return this.openSession();
    });
  }

  private async requestSession(): Promise<void> {
    if (this.keeper.belongsToSomebodyElse()) this.forget();
    try {
      let session = await this.keeper.open();
      if (this.isRenewing && session.state.state === "closed") session = await this.keeper.open({ fresh: true });
      if (this.isRenewing && session.state.state === "closed") throw new NetworkError("no open conversation");
      this.adopt(session);
    } catch (error) {
      if (this.link === "idle") return;
      const isPermanent = error instanceof HttpError && error.status < 500 && error.status !== 429;
      this.setLink(isPermanent ? "refused" : "offline");
      this.sessionTimer = setTimeout(() => void this.openSession(), this.sessionBackoff.next());
    }
  }

  private adopt(session: SessionResponse): void {
    if (this.link === "idle") return;
    this.sessionBackoff.reset();
    this.isRenewing = false;
    this.hasSession = true;
    const changed = session.conversation_id !== this.conversationId;
    if (changed) {
      this.conversationId = session.conversation_id;
      this.book = new MessageBook();
      this.commands = [];
    }
    this.listener.onSession(session, changed);
    this.setState(session.state);
    this.socket.start();
  }

  private forget(): void {
    this.keeper.forget();
    this.delivery.clear();
    this.conversationId = null;
    this.book = new MessageBook();
    this.listener.onForgotten();
  }

  // ---- receiving --------------------------------------------------------------------------------------------------

  private resume(): void {
    clearTimeout(this.pollTimer);
    this.setLink("online");
    this.gapAskedAt = -1;
    this.socket.send({ type: "resume", last_seq: this.book.lastSeq });
    for (const command of this.commands.splice(0)) this.socket.send(command);
    this.deliver();
  }

  private receive(event: ShopperEvent): void {
    switch (event.type) {
      case "messages":
        return this.addMessages(event.messages);
      case "ack":
        return this.delivery.acknowledge(event.client_message_id, event.seq);
      case "refused":
        return this.delivery.refuse(event.client_message_id, event.code, event.message);
      case "typing":
        if (event.author === "bot" || event.author === "agent") this.listener.onTyping(event.author);
        return;
      case "state":
        return this.setState(event.state);
    }
  }

  private addMessages(messages: Message[]): void {
    const added = this.book.add(messages);
    this.delivery.settle(messages.map((message) => message.client_message_id));
    this.listener.onMessages(this.book.list(), added);
    if (this.book.hasGap && this.gapAskedAt !== this.book.lastSeq) {
      this.gapAskedAt = this.book.lastSeq;
      this.socket.send({ type: "resume", last_seq: this.book.lastSeq });
    }
  }

  private addAcknowledged(item: OutgoingMessage, seq: number): void {
    this.book.addAcknowledged({
      id: item.client_message_id,
      seq,
      author: "shopper",
      kind: item.kind,
      body: { text: item.text, buttons: [], card: null, image_url: null, event: null },
      created_at: item.created_at,
      client_message_id: item.client_message_id,
      agent_name: null,
    });
    this.listener.onMessages(this.book.list(), []);
  }

  private setState(state: ConversationStatus): void {
    if (state.conversation_id !== this.conversationId) return;
    this.isClosed = state.state === "closed";
    this.keeper.setClosed(this.isClosed);
    this.listener.onState(state);
  }

  private onSocketLost(opened: boolean): void {
    this.delivery.pause();
    if (opened) this.setLink("connecting");
    this.planPoll(opened ? POLL_EVERY_MS : 0);
  }

  private planPoll(delayMs: number): void {
    clearTimeout(this.pollTimer);
    this.pollTimer = setTimeout(() => void this.poll(), delayMs);
  }

  private async poll(): Promise<void> {
    const conversation = this.conversationId;
    const isOutdated = () => this.socket.isOpen || !this.hasSession || conversation !== this.conversationId;
    try {
      if (this.link === "polling") await this.sendCommands();
      const answer = await this.request<MessagesResponse>(`/messages?after=${this.book.lastSeq}`);
      if (isOutdated()) return;
      this.setLink("polling");
      this.addMessages(answer.messages);
      this.setState(answer.state);
      this.deliver();
      const isBehind = answer.messages.length > 0 && this.book.lastSeq < answer.last_seq;
      this.planPoll(isBehind ? 0 : POLL_EVERY_MS);
    } catch (error) {
      if (isOutdated()) return;
      if (error instanceof HttpError && error.status === 401) return this.reopen();
      this.setLink("offline");
      this.planPoll(POLL_EVERY_MS);
    }
  }

  // ---- sending ----------------------------------------------------------------------------------------------------

  private deliver(): void {
    if (this.isClosed && this.delivery.hasPending) void this.renew();
    else this.delivery.flush();
  }

  private route(): "socket" | "http" | null {
    if (!this.hasSession || this.isClosed) return null;
    if (this.link === "online") return "socket";
    return this.link === "polling" ? "http" : null;
  }

  private command(command: ShopperCommand): void {
    if (this.socket.send(command)) return;
    this.commands = [...this.commands.filter((waiting) => waiting.type !== command.type), command];
    if (this.link === "polling") this.planPoll(0);
  }

  /** Where no socket can be opened, commands go by HTTP; one that is refused for good does not stop the others. */
  private async sendCommands(): Promise<void> {
    while (this.commands[0]) {
      const command = this.commands[0];
      await this.request("/commands", command).catch((error: unknown) => {
        if (!(error instanceof HttpError) || error.status >= 500) throw error;
      });
      this.commands = this.commands.filter((waiting) => waiting !== command);
    }
  }

  private request<T>(path: string, body?: SendRequest | ShopperCommand): Promise<T> {
    return requestJson<T>(this.fetcher, `${this.options.gateway}/api/shopper${path}`, {
      method: body ? "POST" : "GET",
      ...(body ? { body } : {}),
      headers: { Authorization: `Bearer ${this.keeper.token ?? ""}` },
    });
  }

  private disconnect(): void {
    this.hasSession = false;
    this.socket.stop();
    clearTimeout(this.pollTimer);
    clearTimeout(this.sessionTimer);
    this.delivery.pause();
  }

  private setLink(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    this.listener.onLink(link);
  }
}
