import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatTime } from "../shared/format.ts";
import type { Message } from "../shared/protocol.ts";
import { Bubble, OutgoingBubble } from "./bubbles.tsx";
import { useStore } from "./context.ts";
import { Csat } from "./csat.tsx";
import { BotIcon, ChevronIcon, HeadsetIcon } from "./icons.tsx";

const SEPARATE_AFTER_MS = 5 * 60_000;
const JOIN_WITHIN_MS = 2 * 60_000;
const NEAR_BOTTOM_PX = 80;

function gap(before: Message | undefined, message: Message): number {
  return before ? Date.parse(message.created_at) - Date.parse(before.created_at) : Number.POSITIVE_INFINITY;
}

function Rows({ messages, selectableFrom }: { messages: Message[]; selectableFrom: number }) {
  const { config } = useStore();
  return (
    <>
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const distance = gap(before, message);
        const joins = before?.author === message.author && distance < JOIN_WITHIN_MS;
        return (
          <div key={message.id}>
            {!(distance < SEPARATE_AFTER_MS) && (
              <p class="time">
                <time dateTime={message.created_at}>{formatTime(message.created_at, config.locale)}</time>
              </p>
            )}
            <Bubble message={message} joins={joins} canSelect={message.seq > selectableFrom} />
          </div>
        );
      })}
    </>
  );
}

function Typing() {
  const { t, state: { typing } } = useStore();
  return (
    <div role="status">
      {typing && (
        <div class={`row ${typing}`}>
          <span class="avatar" aria-hidden="true">
            {typing === "bot" ? <BotIcon /> : <HeadsetIcon />}
          </span>
          <div class="bubble typing">
            <span class="hidden">{t(typing === "bot" ? "typingBot" : "typingAgent")}</span>
            <i />
            <i />
            <i />
          </div>
        </div>
      )}
    </div>
  );
}

function QuickReplies() {
  const store = useStore();
  const message = store.answerable;
  if (!message) return null;
  return (
    <div class="quick" role="group" aria-label={store.t("quickReplies")}>
      {message.body.buttons.map((button, index) => (
        <button key={index} type="button" class="quick-button" onClick={() => store.pressButton(button.title, button.payload)}>
          {button.title}
        </button>
      ))}
    </div>
  );
}

/** Everything after this seq may still be selected from; nothing in a closed conversation. */
function selectableFrom(messages: Message[], isClosed: boolean): number {
  if (isClosed) return Number.POSITIVE_INFINITY;
  return messages.findLast((message) => message.author === "shopper" && message.kind === "button")?.seq ?? 0;
}

function Placeholder() {
  const { t, state } = useStore();
  const { hasLoaded, link, messages, outbox, archive } = state;
  if (messages.length + outbox.length + archive.length > 0) return null;
  if (link === "offline" || link === "refused") return null;
  return (
    <div class="placeholder" role="status">
      <span class="avatar big">
        <BotIcon size={26} />
      </span>
      {hasLoaded ? t("empty") : t("loading")}
    </div>
  );
}

/** The conversation; stays at the newest message unless the shopper has scrolled up. */
export function MessageList() {
  const { t, state, isClosed, answerable } = useStore();
  const { archive, messages, outbox, typing, givenScore, hasLoaded } = state;
  const last = messages.at(-1)?.id;
  const scroller = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const seen = useRef({ last, own: 0 });
  const [hasNew, setHasNew] = useState(false);

  const toBottom = () => {
    sticks.current = true;
    setHasNew(false);
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    sticks.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_BOTTOM_PX;
    if (sticks.current) setHasNew(false);
  };
  useEffect(() => {
    // A bar above or below takes room from the messages: stay at the newest.
    const observer = new ResizeObserver(() => sticks.current && toBottom());
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const wroteSomething = outbox.length > seen.current.own;
    const isNew = last !== seen.current.last;
    seen.current = { last, own: outbox.length };
    if (sticks.current || wroteSomething) toBottom();
    else if (isNew) setHasNew(true);
  }, [last, outbox, typing, isClosed, answerable, givenScore]);

  return (
    <div class="stage">
      <div class="scroller" ref={scroller} onScroll={onScroll} tabIndex={0} aria-label={t("log")} role="region">
        <Placeholder />
        <div role="log" aria-label={t("log")} aria-live="polite" aria-relevant="additions" aria-busy={!hasLoaded}>
          {archive.length > 0 && (
            <>
              <Rows messages={archive} selectableFrom={Number.POSITIVE_INFINITY} />
              <p class="divider">{t("earlier")}</p>
            </>
          )}
          <Rows messages={messages} selectableFrom={selectableFrom(messages, isClosed)} />
          {outbox.map((item) => (
            <OutgoingBubble key={item.client_message_id} item={item} />
          ))}
        </div>
        <Typing />
        <QuickReplies />
        <Csat />
      </div>
      {hasNew && (
        <button type="button" class="to-bottom" aria-label={t("toBottom")} onClick={toBottom}>
          {t("newMessages")} <ChevronIcon />
        </button>
      )}
    </div>
  );
}
