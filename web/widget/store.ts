import { Connection, type ConnectionListener, type ConnectionOptions, type Link } from "../shared/connection.ts";
import type { OutgoingMessage } from "../shared/outbox.ts";
import type { ConversationStatus, Message, SessionResponse } from "../shared/protocol.ts";
import { type KeyValueStore, readJson, writeJson } from "../shared/storage.ts";
import type { WidgetConfig } from "./config.ts";
import { type Translate, widgetTexts } from "./texts.ts";

const TYPING_LIFE_MS = 8_000;
const ARCHIVE_LIMIT = 200;
const DEFAULT_MAX_TEXT = 2000;
const OPEN_KEY = "xiaoer.open";

interface ReadMark {
  conversation_id: string;
  seq: number;
}

export interface StoreOptions extends Pick<ConnectionOptions, "fetcher" | "createSocket" | "random"> {
  /** Survives reloads and is shared by tabs. */
  store: KeyValueStore;
  /** Belongs to this tab. */
  tabStore: KeyValueStore;
  /** Sends the shopper to the shop's log-in; false when the shop has not said where that is. */
  goToLogin: () => boolean;
}

export interface WidgetState {
  isOpen: boolean;
  link: Link;
  status: ConversationStatus | null;
  messages: Message[];
  /** Conversations that ended while this page was open, oldest first. */
  archive: Message[];
  outbox: OutgoingMessage[];
  typing: "bot" | "agent" | null;
  maxText: number;
  notice: string | null;
  hasLoaded: boolean;
  /** The score just given, until the gateway confirms it. */
  givenScore: number | null;
  /** Grows when the input should take the focus. */
  focusRequests: number;
  readMark: ReadMark | null;
}

/** All state of the widget, and the things a shopper can do. */
export class WidgetStore implements ConnectionListener {
  readonly t: Translate;
  private current: Readonly<WidgetState>;
  private readonly subscribers = new Set<() => void>();
  private readonly connection: Connection;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private page: { productId: string | null; orderNumber: string | null };

  constructor(
    readonly config: WidgetConfig,
    private readonly options: StoreOptions,
  ) {
    this.t = widgetTexts(config.locale);
    this.page = { productId: config.productId, orderNumber: config.orderNumber };
    this.current = {
      isOpen: options.tabStore.getItem(OPEN_KEY) === "1",
      link: "idle",
      status: null,
      messages: [],
      archive: [],
      outbox: [],
      typing: null,
      maxText: DEFAULT_MAX_TEXT,
      notice: null,
      hasLoaded: false,
      givenScore: null,
      focusRequests: 0,
      readMark: readJson<ReadMark>(options.store, this.readKey),
    };
    this.connection = new Connection({
      gateway: config.gateway,
      identity: config.identity,
      locale: config.locale,
      store: options.store,
      readPage: () => ({ product_id: this.page.productId, order_number: this.page.orderNumber }),
      listener: this,
      fetcher: options.fetcher,
      createSocket: options.createSocket,
      random: options.random,
    });
    if (this.current.isOpen || this.connection.canResume) this.connection.start();
  }

  get state(): Readonly<WidgetState> {
    return this.current;
  }

  get isClosed(): boolean {
    return this.current.status?.state === "closed";
  }

  /** Messages of the other side that came while the panel was closed. */
  get unread(): number {
    const { readMark, status, messages } = this.current;
    const from = readMark && readMark.conversation_id === status?.conversation_id ? readMark.seq : 0;
    return messages.filter((message) => message.seq > from && message.author !== "shopper").length;
  }

  /** The message whose quick replies may be used: the bot's newest with any, if nobody has answered since. */
  get answerable(): Message | null {
    const { messages, outbox } = this.current;
    if (this.isClosed || outbox.some((item) => !item.failure)) return null;
    for (const message of [...messages].reverse()) {
      if (message.author === "shopper" || message.author === "agent") return null;
      if (message.author === "bot" && message.body.buttons.length > 0) return message;
    }
    return null;
  }

  /** Calls back after every change; returns how to stop. */
  subscribe(callback: () => void): () => void {
    this.subscribers.add(callback);
    return () => this.subscribers.delete(callback);
  }

  // ---- what the shopper does --------------------------------------------------------------------------------------

  open(): void {
    this.set({ isOpen: true, focusRequests: this.current.focusRequests + 1 });
    this.options.tabStore.setItem(OPEN_KEY, "1");
    this.connection.start();
    this.markRead();
  }

  close(): void {
    this.set({ isOpen: false });
    this.options.tabStore.removeItem(OPEN_KEY);
  }

  /** Sends text; false when there is nothing to send or it is too long. */
  sendText(text: string): boolean {
    const trimmed = text.trim();
    if (!trimmed || countCharacters(trimmed) > this.current.maxText) return false;
    this.connection.send("text", trimmed);
    return true;
  }

  pressButton(title: string, payload: string): void {
    this.connection.send("button", title, payload);
    this.set({ focusRequests: this.current.focusRequests + 1 });
  }

  retry(clientMessageId: string): void {
    this.connection.retry(clientMessageId);
  }

  discard(clientMessageId: string): void {
    this.connection.discard(clientMessageId);
  }

  leaveQueue(): void {
    this.connection.leaveQueue();
  }

  endConversation(): void {
    this.connection.close();
  }

  newConversation(): void {
    void this.connection.renew();
  }

  rate(score: number, comment: string): void {
    this.set({ givenScore: score });
    this.connection.rate(score, comment.trim());
  }

  notifyTyping(): void {
    if (this.current.status?.owner === "human") this.connection.notifyTyping();
  }

  wake(): void {
    this.connection.wake();
  }

  requestLogin(): void {
    this.set({ notice: this.options.goToLogin() ? null : this.t("loginMissing") });
  }

  // ---- what the shop page does ------------------------------------------------------------------------------------

  setPage(page: { productId?: string | null; orderNumber?: string | null }): void {
    this.page = { productId: page.productId ?? null, orderNumber: page.orderNumber ?? null };
  }

  login(identity: string): void {
    this.connection.setIdentity(identity);
  }

  // ---- what the connection reports --------------------------------------------------------------------------------

  onLink(link: Link): void {
    this.set({ link });
    if (link !== "online") this.setTyping(null);
  }

  onSession(session: SessionResponse, changed: boolean): void {
    this.set({ maxText: session.limits?.max_text ?? DEFAULT_MAX_TEXT });
    if (!changed) return;
    const archive = [...this.current.archive, ...this.current.messages].slice(-ARCHIVE_LIMIT);
    this.set({ archive, messages: [], givenScore: null, hasLoaded: false });
  }

  onMessages(all: Message[], added: Message[]): void {
    this.set({ messages: all, hasLoaded: true });
    if (added.some((message) => message.author === "bot" || message.author === "agent")) this.setTyping(null);
    this.markRead();
  }

  onOutbox(waiting: OutgoingMessage[]): void {
    this.set({ outbox: waiting });
  }

  onState(status: ConversationStatus): void {
    this.set({ status, givenScore: status.csat_score ?? this.current.givenScore });
    this.markRead();
  }

  onTyping(author: "bot" | "agent"): void {
    this.setTyping(author);
  }

  onForgotten(): void {
    this.set({ archive: [], messages: [], status: null, hasLoaded: false });
  }

  // ---- helpers ----------------------------------------------------------------------------------------------------

  private get readKey(): string {
    return `xiaoer.read.${this.config.gateway}`;
  }

  private set(change: Partial<WidgetState>): void {
    this.current = { ...this.current, ...change };
    for (const callback of this.subscribers) callback();
  }

  private setTyping(author: "bot" | "agent" | null): void {
    clearTimeout(this.typingTimer);
    if (author !== this.current.typing) this.set({ typing: author });
    if (author) this.typingTimer = setTimeout(() => this.setTyping(null), TYPING_LIFE_MS);
  }

  private markRead(): void {
    const { isOpen, status, messages, readMark } = this.current;
    const conversation = status?.conversation_id;
    const seq = messages.at(-1)?.seq;
    if (!isOpen || !conversation || !seq) return;
    if (readMark?.conversation_id === conversation && readMark.seq >= seq) return;
    const mark = { conversation_id: conversation, seq };
    writeJson(this.options.store, this.readKey, mark);
    this.set({ readMark: mark });
  }
}

/** Characters as the gateway counts them: an emoji of one code point is one. */
export function countCharacters(text: string): number {
  return [...text].length;
}
