/** Exponential back-off with full jitter: the n-th delay lies between half and all of `base · 2ⁿ`, capped. */
export class Backoff {
  private attempt = 0;

  constructor(
    private readonly baseMs = 500,
    private readonly capMs = 30_000,
    private readonly random: () => number = Math.random,
  ) {}

  next(): number {
    const ceiling = Math.min(this.capMs, this.baseMs * 2 ** this.attempt);
    this.attempt += 1;
    return ceiling * (0.5 + this.random() / 2);
  }

  reset(): void {
    this.attempt = 0;
  }
}
