import type { DeskCommand } from "../../shared/protocol.ts";
import { describeError } from "../../staff/api.ts";
import type { Store } from "../../staff/store.ts";
import type { DeskApi } from "./desk_api.ts";
import { OneAtATime } from "./one_at_a_time.ts";
import type { DeskAction } from "./reducer.ts";
import type { DeskState } from "./state.ts";

/** Fetches whole conversations, and asks to be told what happens in them from then on. */
export class ConversationLoader {
  private readonly fetches = new Map<string, OneAtATime>();

  constructor(
    private readonly store: Store<DeskState, DeskAction>,
    private readonly api: DeskApi,
    private readonly sendCommand: (command: DeskCommand) => boolean,
  ) {}

  /** A call during a fetch of the same conversation makes it fetch again. */
  load(id: string): Promise<void> {
    let fetch = this.fetches.get(id);
    if (!fetch) {
      fetch = new OneAtATime(() => this.fetch(id));
      this.fetches.set(id, fetch);
    }
    return fetch.run();
  }

  /** Fetches unless it is here or on its way. */
  ensure(id: string): void {
    if (!this.store.getState().conversations[id]?.detail && !this.fetches.get(id)?.isRunning) void this.load(id);
  }

  private async fetch(id: string): Promise<void> {
    this.store.dispatch({ type: "loading", id });
    this.sendCommand({ type: "watch", conversation_id: id });
    try {
      this.store.dispatch({ type: "loaded", id, conversation: await this.api.conversation(id) });
    } catch (error) {
      this.store.dispatch({ type: "load_failed", id, message: describeError(error) });
    }
  }
}
