import { Backoff } from "./backoff.ts";

/** The part of `WebSocket` that is used here. */
export interface SocketLike {
  readonly readyState: number;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: unknown) => void) | null;
  onerror: ((event: unknown) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface SocketEvents {
  onOpen(): void;
  onEvent(event: unknown): void;
  /** The socket was lost, or could not be opened (`opened` is false); a new attempt is already planned. */
  onLost(opened: boolean): void;
}

const OPEN = 1;
const PING_EVERY_MS = 20_000;
const SILENCE_LIMIT_MS = 12_000;
const OPEN_LIMIT_MS = 8_000;

/**
 * A WebSocket that comes back: exponential back-off with jitter, and a heartbeat that notices a dead line.
 */
export class ReconnectingSocket {
  private socket: SocketLike | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private openTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private isStopped = true;

  constructor(
    private readonly connect: () => SocketLike,
    private readonly events: SocketEvents,
    private readonly backoff: Backoff = new Backoff(),
  ) {}

  get isOpen(): boolean {
    return this.socket?.readyState === OPEN;
  }

  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.open();
  }

  /** Tries again now instead of waiting for the back-off (the network came back, or the shopper asks). */
  retryNow(): void {
    if (this.isStopped || this.socket) return;
    clearTimeout(this.retryTimer);
    this.backoff.reset();
    this.open();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    this.drop();
  }

  /** False when the socket is not open; nothing is queued here. */
  send(command: unknown): boolean {
    if (!this.socket || this.socket.readyState !== OPEN) return false;
    this.socket.send(JSON.stringify(command));
    return true;
  }

  /** Gives up the present socket, e.g. because acknowledgements do not arrive, and opens a new one. */
  restart(): void {
    if (this.socket) this.lost(this.socket, true);
  }

  private open(): void {
    let socket: SocketLike;
    try {
      socket = this.connect();
    } catch {
      this.plan(false);
      return;
    }
    this.socket = socket;
    let opened = false;
    this.openTimer = setTimeout(() => this.lost(socket, false), OPEN_LIMIT_MS);
    socket.onopen = () => {
      opened = true;
      clearTimeout(this.openTimer);
      this.beat();
      this.events.onOpen();
    };
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = () => this.lost(socket, opened);
    socket.onerror = () => undefined;
  }

  private receive(data: unknown): void {
    clearTimeout(this.silenceTimer);
    this.backoff.reset();
    let event: unknown;
    try {
      event = JSON.parse(String(data));
    } catch {
      return;
    }
    this.events.onEvent(event);
  }

  private beat(): void {
    this.pingTimer = setInterval(() => {
      if (!this.send({ type: "ping" })) return;
      const socket = this.socket;
      clearTimeout(this.silenceTimer);
      this.silenceTimer = setTimeout(() => socket && this.lost(socket, true), SILENCE_LIMIT_MS);
    }, PING_EVERY_MS);
  }

  private lost(socket: SocketLike, opened: boolean): void {
    if (this.socket !== socket) return;
    this.drop();
    this.plan(opened);
  }

  private plan(opened: boolean): void {
    if (this.isStopped) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.open(), this.backoff.next());
    this.events.onLost(opened);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    clearTimeout(this.openTimer);
    clearInterval(this.pingTimer);
    clearTimeout(this.silenceTimer);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }
}
