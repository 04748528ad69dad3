import { type KeyValueStore, readJson, writeJson } from "../../shared/storage.ts";

const PREFIX = "xiaoer.desk.draft.";
const KEEP_MS = 7 * 24 * 3600 * 1000;

interface Draft {
  text: string;
  /** ms since 1970. */
  saved_at: number;
}

/** What the agent has typed and not sent, per conversation; survives reloads and a lost log-in, for a week. */
export class Drafts {
  constructor(
    private readonly store: KeyValueStore,
    private readonly now: () => number = Date.now,
  ) {
    this.forgetOld();
  }

  read(conversationId: string): string {
    return readJson<Draft>(this.store, PREFIX + conversationId)?.text ?? "";
  }

  write(conversationId: string, text: string): void {
    if (text) writeJson(this.store, PREFIX + conversationId, { text, saved_at: this.now() } satisfies Draft);
    else this.store.removeItem(PREFIX + conversationId);
  }

  private forgetOld(): void {
    const keys = Array.from({ length: this.store.length }, (_, index) => this.store.key(index));
    for (const key of keys) {
      if (!key?.startsWith(PREFIX)) continue;
      const draft = readJson<Draft>(this.store, key);
      if (!draft || this.now() - draft.saved_at > KEEP_MS) this.store.removeItem(key);
    }
  }
}
