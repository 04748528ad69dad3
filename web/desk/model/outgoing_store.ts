import { type KeyValueStore, readJson, writeJson } from "../../shared/storage.ts";
import type { Store } from "../../staff/store.ts";
import type { DeskAction } from "./reducer.ts";
import type { DeskState, Outgoing } from "./state.ts";

const KEY = "xiaoer.desk.outgoing";
const KEEP_MS = 24 * 3600 * 1000;
const INTERRUPTED = "页面关闭前没有发出，请确认后重新发送";

type Kept = Record<string, readonly Outgoing[]>;

/**
 * Keeps messages that the log does not have yet over a reload, for a day. They come back as failed: whether they are
 * still wanted is the agent's decision, and sending one twice does no harm.
 *
 * @returns a function that stops keeping them.
 */
export function keepOutgoing(
  store: Store<DeskState, DeskAction>,
  local: KeyValueStore,
  now: () => number = Date.now,
): () => void {
  for (const [id, items] of Object.entries(readJson<Kept>(local, KEY) ?? {})) {
    for (const item of items) {
      const isFresh = now() - Date.parse(item.created_at) < KEEP_MS;
      if (isFresh) store.dispatch({ type: "sending", id, item: { ...item, failure: item.failure ?? INTERRUPTED } });
    }
  }
  let written = "";
  return store.subscribe(() => {
    const kept: Kept = Object.fromEntries(
      Object.values(store.getState().conversations)
        .filter((view) => view.outgoing.length > 0)
        .map((view) => [view.id, view.outgoing]),
    );
    const next = JSON.stringify(kept);
    if (next === written) return;
    written = next;
    writeJson(local, KEY, kept);
  });
}
