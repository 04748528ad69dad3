import type { KeyValueStore } from "../../shared/storage.ts";

const KEY = "xiaoer.desk.sound";
const BLINK_MS = 900;
const TONES_HZ = [880, 1175];
const TONE_SECONDS = 0.16;

/** Draws attention: two short tones and a blinking page title until the agent looks. */
export class Alerts {
  private audio: AudioContext | null = null;
  private blinkTimer: ReturnType<typeof setInterval> | undefined;
  private title = "";

  constructor(
    private readonly store: KeyValueStore,
    private readonly page: Document = document,
  ) {}

  get isOn(): boolean {
    return this.store.getItem(KEY) !== "off";
  }

  set isOn(value: boolean) {
    this.store.setItem(KEY, value ? "on" : "off");
    if (!value) this.calm();
  }

  /** A tone now, and a blinking title while the page is out of sight. */
  call(text: string): void {
    if (!this.isOn) return;
    this.sound();
    if (this.page.hidden) this.blink(text);
  }

  /** Blinks without a tone. */
  hint(text: string): void {
    if (this.isOn && this.page.hidden) this.blink(text);
  }

  /** The agent looks: the title stands still again. */
  calm(): void {
    if (this.blinkTimer === undefined) return;
    clearInterval(this.blinkTimer);
    this.blinkTimer = undefined;
    this.page.title = this.title;
  }

  private blink(text: string): void {
    this.calm();
    this.title = this.page.title;
    this.page.title = `【${text}】`;
    this.blinkTimer = setInterval(() => {
      this.page.title = this.page.title === this.title ? `【${text}】` : this.title;
    }, BLINK_MS);
  }

  private sound(): void {
    if (typeof AudioContext === "undefined") return;
    this.audio ??= new AudioContext();
    const { audio } = this;
    TONES_HZ.forEach((frequency, index) => {
      const start = audio.currentTime + index * TONE_SECONDS;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.12, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + TONE_SECONDS);
    });
  }
}
