import { useNow } from "../../staff/use_now.ts";
import type { ConversationView } from "../model/state.ts";

const TYPING_LASTS_MS = 5000;

export function isTypingNow(view: ConversationView | undefined, now: number): boolean {
  return view !== undefined && now - view.shopperTypingAt < TYPING_LASTS_MS;
}

/** Says that the shopper is writing. */
export function TypingHint({ view }: { view: ConversationView | undefined }) {
  const now = useNow();
  return (
    <p className="typing" aria-live="polite">
      {isTypingNow(view, now) ? "顾客正在输入…" : ""}
    </p>
  );
}
