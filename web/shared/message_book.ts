import type { Message } from "./protocol.ts";

/** Messages of one conversation, each `seq` once; knows from where to resume. */
export class MessageBook {
  private readonly bySeq = new Map<number, Message>();
  private readonly provisional = new Set<number>();
  private contiguous = 0;

  /** The last message up to which nothing is missing: what `resume` says. */
  get lastSeq(): number {
    return this.contiguous;
  }

  /** True when a later message is here but one before it is not. */
  get hasGap(): boolean {
    return this.bySeq.size > this.contiguous;
  }

  list(): Message[] {
    return [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Adds rows of the log; returns those that were new. */
  add(messages: readonly Message[]): Message[] {
    const added = messages.filter((message) => {
      const isNew = !this.bySeq.has(message.seq);
      if (isNew || this.provisional.delete(message.seq)) this.bySeq.set(message.seq, message);
      return isNew;
    });
    this.advance();
    return added;
  }

  /** Adds an acknowledged message whose row has not come back yet; the row replaces it. */
  addAcknowledged(message: Message): void {
    if (this.bySeq.has(message.seq)) return;
    this.bySeq.set(message.seq, message);
    this.provisional.add(message.seq);
    this.advance();
  }

  private advance(): void {
    while (this.bySeq.has(this.contiguous + 1)) this.contiguous += 1;
  }
}
