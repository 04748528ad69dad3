import type { DeskCommand, DeskEvent, HandoffItem, Message } from "../../shared/protocol.ts";
import { describeError, isStatus } from "../../staff/api.ts";
import { createStore, type Store } from "../../staff/store.ts";
import type { DeskApi } from "./desk_api.ts";
import { ConversationLoader } from "./loader.ts";
import { hasGap } from "./messages.ts";
import { OneAtATime } from "./one_at_a_time.ts";
import { newItems } from "./queue.ts";
import { type DeskAction, reduceDesk } from "./reducer.ts";
import { type DeskState, INITIAL_STATE } from "./state.ts";

/** What the page does about things that happen. */
export interface DeskHooks {
  onNewHandoffs(items: readonly HandoffItem[]): void;
  onShopperWords(conversationId: string): void;
  onRefused(message: string): void;
  sendCommand(command: DeskCommand): boolean;
}

const QUEUE_PAUSE_MS = 250;
const RETRY_MS = 5000;

/** Keeps the desk's state in step with the gateway and carries out what the agent asks for. */
export class DeskController {
  readonly store: Store<DeskState, DeskAction> = createStore(reduceDesk, INITIAL_STATE);
  private queueTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly queueFetch = new OneAtATime(() => this.fetchQueue());
  private readonly loader: ConversationLoader;

  constructor(
    readonly api: DeskApi,
    private readonly hooks: DeskHooks,
    private readonly now: () => number = Date.now,
  ) {
    this.loader = new ConversationLoader(this.store, api, (command) => hooks.sendCommand(command));
  }

  stop(): void {
    clearTimeout(this.queueTimer);
  }

  loadQueue(): Promise<void> {
    return this.queueFetch.run();
  }

  /** The socket is open (again): catch up with everything that is shown. */
  onConnected(): void {
    this.store.dispatch({ type: "link_changed", link: "online" });
    this.refresh();
  }

  /** Fetches the queue and every conversation at hand again. */
  refresh(): void {
    void this.loadQueue();
    for (const id of Object.keys(this.store.getState().conversations)) void this.load(id);
  }

  onDisconnected(): void {
    this.store.dispatch({ type: "link_changed", link: "offline" });
    void this.loadQueue();
  }

  onEvent(event: DeskEvent): void {
    switch (event.type) {
      case "queue":
        return this.planQueue(QUEUE_PAUSE_MS);
      case "messages":
        return this.receive(event.conversation_id, event.messages);
      case "state":
        return this.onStatus(event);
      case "typing":
        if (event.author && event.author !== "shopper") return;
        this.store.dispatch({ type: "shopper_typing", id: event.conversation_id, at: this.now() });
    }
  }

  select(id: string | null): void {
    this.store.dispatch({ type: "selected", id });
    if (id !== null) void this.load(id);
  }

  /** Watches the conversation and fetches all of it; also closes gaps. */
  load(id: string): Promise<void> {
    return this.loader.load(id);
  }

  async take(item: HandoffItem): Promise<void> {
    try {
      await this.api.take(item.id);
      this.select(item.conversation_id);
    } catch (error) {
      const isTaken = isStatus(error, 409) && error.code === "already_taken";
      this.hooks.onRefused(isTaken ? "已被其他客服接入" : describeError(error));
    }
    await this.loadQueue();
  }

  takeOver(id: string): Promise<boolean> {
    return this.change(id, () => this.api.takeOver(id));
  }

  giveBack(id: string): Promise<boolean> {
    return this.change(id, () => this.api.giveBack(id));
  }

  close(id: string): Promise<boolean> {
    return this.change(id, () => this.api.close(id));
  }

  private async fetchQueue(): Promise<void> {
    const before = this.store.getState().queue;
    try {
      const queue = await this.api.queue();
      this.store.dispatch({ type: "queue_loaded", queue, at: this.now() });
      const fresh = newItems([...before.waiting, ...before.mine], queue.waiting).filter((item) => !item.after_hours);
      if (before.receivedAt && fresh.length) this.hooks.onNewHandoffs(fresh);
      for (const item of queue.mine) this.loader.ensure(item.conversation_id);
    } catch (error) {
      this.store.dispatch({ type: "queue_failed", message: describeError(error) });
      if (!isStatus(error, 401)) this.planQueue(RETRY_MS);
    }
  }

  private planQueue(delayMs: number): void {
    clearTimeout(this.queueTimer);
    this.queueTimer = setTimeout(() => void this.loadQueue(), delayMs);
  }

  private onStatus({ conversation_id: id, state: status }: Extract<DeskEvent, { type: "state" }>): void {
    const before = this.store.getState().conversations[id]?.status;
    this.store.dispatch({ type: "status_changed", id, status });
    if (before && before.owner !== status.owner) void this.load(id);
  }

  private receive(id: string, messages: readonly Message[]): void {
    this.store.dispatch({ type: "messages_arrived", id, messages });
    const view = this.store.getState().conversations[id];
    if (view?.detail && hasGap(view.messages)) void this.load(id);
    const isMine = this.store.getState().queue.mine.some((item) => item.conversation_id === id);
    if (isMine && messages.some((message) => message.author === "shopper")) this.hooks.onShopperWords(id);
  }

  private async change(id: string, request: () => Promise<unknown>): Promise<boolean> {
    let isDone = true;
    try {
      await request();
    } catch (error) {
      isDone = false;
      this.hooks.onRefused(describeError(error));
    }
    await Promise.all([this.loadQueue(), this.load(id)]);
    return isDone;
  }
}
