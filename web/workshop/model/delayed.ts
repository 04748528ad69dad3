/** Carries things out after a pause in which they can be taken back. */
export class DelayedActions {
  private readonly waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; run: () => void }>();

  constructor(private readonly pauseMs: number) {}

  plan(key: string, run: () => void): void {
    this.cancel(key);
    const timer = setTimeout(() => {
      this.waiting.delete(key);
      run();
    }, this.pauseMs);
    this.waiting.set(key, { timer, run });
  }

  /** False when it is too late. */
  cancel(key: string): boolean {
    const planned = this.waiting.get(key);
    if (!planned) return false;
    clearTimeout(planned.timer);
    return this.waiting.delete(key);
  }

  /** Does everything that is planned at once: the page is being left. */
  flush(): void {
    for (const [key, { run }] of [...this.waiting]) {
      this.cancel(key);
      run();
    }
  }
}
