import { useState } from "preact/hooks";
import { useStore } from "./context.ts";
import { BotIcon, EndIcon, HeadsetIcon, MinimiseIcon } from "./icons.tsx";
import type { WidgetStore } from "./store.ts";

/** Who answers now. */
export function whoAnswers({ state: { status: state }, t }: WidgetStore): string {
  if (!state || state.owner === "bot") return t("bot");
  if (state.owner === "human") return state.agent_name ? t("human", { name: state.agent_name }) : t("humanUnnamed");
  if (state.after_hours) return t("afterHours");
  return state.queue_position ? t("queue", { position: state.queue_position }) : t("queueUnknown");
}

function LinkState() {
  const { state: { link: state }, isClosed, t } = useStore();
  if (state === "online" && isClosed) return <span class="link-state">{t("closed")}</span>;
  const text =
    state === "online"
      ? t("online")
      : state === "polling"
        ? t("polling")
        : state === "offline" || state === "refused"
          ? t("offline")
          : t("connecting");
  return (
    <span class={`link-state ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      {text}
    </span>
  );
}

export function Header({ onMinimise }: { onMinimise: () => void }) {
  const store = useStore();
  const { t, isClosed } = store;
  const { status } = store.state;
  const [asking, setAsking] = useState(false);
  const canEnd = status !== null && !isClosed;
  return (
    <div class="head">
      <div class="head-row">
        <span class="avatar big">{status?.owner === "human" ? <HeadsetIcon size={22} /> : <BotIcon size={22} />}</span>
        <div class="head-text">
          <h2 id="who">{whoAnswers(store)}</h2>
          <LinkState />
        </div>
        {canEnd && (
          <button
            type="button"
            class="icon-button"
            aria-label={t("end")}
            title={t("end")}
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
          >
            <EndIcon />
          </button>
        )}
        <button type="button" class="icon-button" aria-label={t("minimise")} title={t("minimise")} onClick={onMinimise}>
          <MinimiseIcon />
        </button>
      </div>
      {asking && canEnd && (
        <div class="confirm" role="group" aria-label={t("endQuestion")}>
          <span>{t("endQuestion")}</span>
          <button
            type="button"
            class="button small-button"
            onClick={() => {
              setAsking(false);
              store.endConversation();
            }}
          >
            {t("endConfirm")}
          </button>
          <button type="button" class="button small-button" onClick={() => setAsking(false)}>
            {t("endCancel")}
          </button>
        </div>
      )}
    </div>
  );
}
