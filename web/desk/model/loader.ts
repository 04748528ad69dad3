import type { DeskCommand } from "../../shared/protocol.ts";
import { describeError } from "../../staff/api.ts";
import type { Store } from "../../staff/store.ts";
import type { DeskApi } from "./desk_api.ts";
import type { DeskAction } from "./reducer.ts";
import type { DeskState } from "./state.ts";

/** Fetches whole conversations, and asks to be told what happens in them from then on. */
export class ConversationLoader {
  private readonly running = new Map<string, Promise<void>>();
  private readonly stale = new Set<string>();

  constructor(
    private readonly store: Store<DeskState, DeskAction>,
    private readonly api: DeskApi,
    private readonly sendCommand: (command: DeskCommand) => boolean,
  ) {}

  /** A call during a fetch of the same conversation makes it fetch again. */
  load(id: string): Promise<void> {
    const running = this.running.get(id);
    if (running) {
      this.stale.add(id);
      return running;
    }
    const load = this.fetch(id).finally(() => this.running.delete(id));
    this.running.set(id, load);
    return load;
  }

  /** Fetches unless it is here or on its way. */
  ensure(id: string): void {
    if (!this.store.getState().conversations[id]?.detail && !this.running.has(id)) void this.load(id);
  }

  private async fetch(id: string): Promise<void> {
    this.store.dispatch({ type: "loading", id });
    this.sendCommand({ type: "watch", conversation_id: id });
    try {
      this.store.dispatch({ type: "loaded", id, conversation: await this.api.conversation(id) });
    } catch (error) {
      this.store.dispatch({ type: "load_failed", id, message: describeError(error) });
    }
    if (this.stale.delete(id)) await this.fetch(id);
  }
}
