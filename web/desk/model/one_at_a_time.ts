/**
 * Work that is never done twice at once: a call while it runs makes it run once more afterwards.
 *
 * For fetches whose answer replaces what is shown: answers that overtake each other would leave an old one standing.
 */
export class OneAtATime {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Ends with the first work that began after this call. */
  run(): Promise<void> {
    if (this.running) {
      this.next ??= this.running.then(() => {
        this.next = undefined;
        return this.run();
      });
      return this.next;
    }
    this.running = this.work().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }
}
