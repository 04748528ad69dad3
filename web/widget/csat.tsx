import { useState } from "preact/hooks";
import { useStore } from "./context.ts";
import { StarIcon } from "./icons.tsx";

const SCORES = [1, 2, 3, 4, 5] as const;
const MAX_COMMENT = 500;

/** Asks for a score after the conversation was closed, once. */
export function Csat() {
  const store = useStore();
  const { t } = store;
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState("");
  const hasSpoken = store.state.messages.some((message) => message.author === "shopper");
  if (!store.isClosed || !hasSpoken) return null;
  if (store.state.givenScore !== null) {
    return (
      <p class="csat" role="status">
        {t("csatThanks")}
      </p>
    );
  }
  const submit = (event: Event) => {
    event.preventDefault();
    if (score > 0) store.rate(score, comment);
  };
  return (
    <form class="csat" onSubmit={submit}>
      <fieldset class="stars">
        <legend>{t("csatTitle")}</legend>
        {SCORES.map((value) => (
          <label key={value} title={t(`star${value}`)}>
            <input
              type="radio"
              name="score"
              value={value}
              checked={score === value}
              onChange={() => setScore(value)}
              aria-label={t(`star${value}`)}
            />
            <StarIcon filled={score >= value} />
          </label>
        ))}
      </fieldset>
      <p class="star-label" aria-live="polite">
        {score > 0 ? t(`star${score as (typeof SCORES)[number]}`) : "\u00a0"}
      </p>
      <textarea
        rows={2}
        maxLength={MAX_COMMENT}
        aria-label={t("csatPlaceholder")}
        placeholder={t("csatPlaceholder")}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <button type="submit" class="button wide" disabled={score === 0}>
        {t("csatSubmit")}
      </button>
    </form>
  );
}
