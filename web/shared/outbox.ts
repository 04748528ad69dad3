import type { ErrorBody, SendRequest } from "./protocol.ts";
import { type KeyValueStore, readJson, writeJson } from "./storage.ts";

/** A message on its way: kept until the gateway acknowledges it. */
export interface OutgoingMessage extends SendRequest {
  /** ISO-8601, UTC. */
  created_at: string;
  /** Grows with every message of this browser: the order of sending. */
  order: number;
  /** Why the gateway refused it; such a message waits for the shopper's decision. */
  failure: ErrorBody | null;
}

/**
 * Messages that are not acknowledged yet. Each has its own key, so that two tabs never overwrite each other's.
 */
export class Outbox {
  private readonly items = new Map<string, OutgoingMessage>();

  constructor(
    private readonly store: KeyValueStore,
    private readonly prefix: string,
  ) {
    for (const key of this.storedKeys()) {
      const item = readJson<OutgoingMessage>(store, key);
      if (item?.client_message_id) this.items.set(item.client_message_id, item);
    }
  }

  /** In the order in which they were written. */
  list(): OutgoingMessage[] {
    return [...this.items.values()].sort((a, b) => a.order - b.order);
  }

  get(clientMessageId: string): OutgoingMessage | undefined {
    return this.items.get(clientMessageId);
  }

  put(item: OutgoingMessage): void {
    this.items.set(item.client_message_id, item);
    writeJson(this.store, this.prefix + item.client_message_id, item);
  }

  remove(clientMessageId: string): OutgoingMessage | undefined {
    const item = this.items.get(clientMessageId);
    this.items.delete(clientMessageId);
    this.store.removeItem(this.prefix + clientMessageId);
    return item;
  }

  clear(): void {
    for (const id of [...this.items.keys()]) this.remove(id);
  }

  private storedKeys(): string[] {
    const keys: string[] = [];
    for (let index = 0; index < this.store.length; index += 1) {
      const key = this.store.key(index);
      if (key?.startsWith(this.prefix)) keys.push(key);
    }
    return keys;
  }
}
