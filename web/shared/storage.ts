/** The part of `localStorage` that is used here. */
export interface KeyValueStore {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Lives as long as the page: for browsers that refuse storage. */
export class MemoryStore implements KeyValueStore {
  private readonly values = new Map<string, string>();

  get length(): number {
    return this.values.size;
  }
  key(index: number): string | null {
    return [...this.values.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
}

/** The browser's store if it works (it may be switched off or full), else one in memory. */
export function usableStore(find: () => KeyValueStore): KeyValueStore {
  try {
    const store = find();
    store.setItem("xiaoer.probe", "1");
    store.removeItem("xiaoer.probe");
    return store;
  } catch {
    return new MemoryStore();
  }
}

/** Reads JSON; null when absent or damaged. */
export function readJson<T>(store: KeyValueStore, key: string): T | null {
  const raw = store.getItem(key);
  if (raw === null) return null;
  try {
    return JSON.parse(raw) as T;
  } catch {
    store.removeItem(key);
    return null;
  }
}

/** Writes JSON; a full store is not an error, the value just does not outlive the page. */
export function writeJson(store: KeyValueStore, key: string, value: unknown): void {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    store.removeItem(key);
  }
}
