import type { OutgoingMessage } from "../shared/outbox.ts";
import type { Message } from "../shared/protocol.ts";
import { CardView } from "./cards/card.tsx";
import { useStore } from "./context.ts";
import { BotIcon, HeadsetIcon } from "./icons.tsx";
import { RichText, safeUrl } from "./rich_text.tsx";

/** Refusals that sending the same message again cannot cure. */
const HOPELESS = new Set(["bad_button", "bad_request", "too_long"]);

function Picture({ url }: { url: string }) {
  const { t, config } = useStore();
  const address = safeUrl(url, config.gateway);
  if (!address) return null;
  return (
    <a class="picture" href={address} target="_blank" rel="noopener noreferrer">
      <img src={address} alt={t("image")} loading="lazy" />
    </a>
  );
}

/** One row of the log. `joins` when the one before is of the same author and close in time. */
export function Bubble({ message, joins, canSelect }: { message: Message; joins: boolean; canSelect: boolean }) {
  const { t } = useStore();
  const { author, body } = message;
  if (author === "system") return <p class="system">{body.text}</p>;
  const speaker = author === "shopper" ? t("you") : author === "bot" ? t("bot") : (message.agent_name ?? t("humanUnnamed"));
  return (
    <div class={`row ${author}${joins ? " joins" : ""}`}>
      {author !== "shopper" && (
        <span class="avatar" aria-hidden="true">
          {!joins && (author === "bot" ? <BotIcon /> : <HeadsetIcon />)}
        </span>
      )}
      <div class="column">
        {author === "agent" && !joins ? (
          <span class="muted small">{speaker}</span>
        ) : (
          <span class="hidden">{speaker}：</span>
        )}
        {body.text && (
          <div class="bubble">
            <RichText text={body.text} />
          </div>
        )}
        {body.image_url && <Picture url={body.image_url} />}
        {body.card && <CardView card={body.card} canSelect={canSelect} />}
      </div>
    </div>
  );
}

/** A message of the shopper that is not in the log yet. */
export function OutgoingBubble({ item }: { item: OutgoingMessage }) {
  const store = useStore();
  const { t } = store;
  const id = item.client_message_id;
  const isStuck = store.state.link === "offline" || store.state.link === "refused";
  return (
    <div class="row shopper">
      <div class="column">
        <span class="hidden">{t("you")}：</span>
        <div class={item.failure ? "bubble failed" : "bubble pending"}>
          <RichText text={item.text} />
        </div>
        {item.failure ? (
          <span class="delivery small warn-text" role="alert">
            {item.failure.message || t("failed")}{" "}
            {!HOPELESS.has(item.failure.code) && (
              <button type="button" class="link" onClick={() => store.retry(id)}>
                {t("resend")}
              </button>
            )}{" "}
            <button type="button" class="link" onClick={() => store.discard(id)}>
              {t("discard")}
            </button>
          </span>
        ) : (
          <span class="delivery small muted">
            {isStuck ? (
              t("waiting")
            ) : (
              <>
                <span class="spinner" aria-hidden="true" /> {t("sending")}
              </>
            )}
          </span>
        )}
      </div>
    </div>
  );
}
