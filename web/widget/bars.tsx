import { formatDuration } from "../shared/format.ts";
import { useStore } from "./context.ts";

/** Tells a shopper who waits for a human where they stand. */
export function HandoffBar() {
  const store = useStore();
  const { t, config } = store;
  const state = store.state.status;
  if (!state || state.owner !== "queue" || state.state === "closed") return null;
  const { queue_position: position, estimated_wait_seconds: wait } = state;
  const text = state.after_hours
    ? t("afterHoursBar")
    : position && wait
      ? t("queueBarWait", { position, wait: formatDuration(wait, config.locale) })
      : position
        ? t("queueBar", { position })
        : t("queueBarUnknown");
  return (
    <div class="bar" role="status">
      <span>{text}</span>
      <button type="button" class="link" onClick={() => store.leaveQueue()}>
        {t("leaveQueue")}
      </button>
    </div>
  );
}

/** Shown while nothing gets through. */
export function LinkBar() {
  const store = useStore();
  const { t } = store;
  const link = store.state.link;
  if (link !== "offline" && link !== "refused") return null;
  return (
    <div class="bar warn" role="alert">
      <span>{t(link === "offline" ? "offlineBanner" : "refusedBanner")}</span>
      <button type="button" class="link" onClick={() => store.wake()}>
        {t("retryNow")}
      </button>
    </div>
  );
}

export function ClosedBar() {
  const store = useStore();
  if (!store.isClosed) return null;
  return (
    <div class="bar closed">
      <span>{store.t("closedHint")}</span>
      <button type="button" class="link" onClick={() => store.newConversation()}>
        {store.t("again")}
      </button>
    </div>
  );
}
