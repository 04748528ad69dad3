import { useEffect, useRef, useState } from "preact/hooks";
import { useStore } from "./context.ts";
import { HeadsetIcon, SendIcon } from "./icons.tsx";
import { countCharacters } from "./store.ts";

const SHOW_LEFT_BELOW = 200;
const IME_KEY_CODE = 229;

/** Enter sends; Shift+Enter and the Enter that picks an input method's candidate do not. */
export function isSendKey(event: Pick<KeyboardEvent, "key" | "shiftKey" | "isComposing" | "keyCode">): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== IME_KEY_CODE;
}

function prefersKeyboard(): boolean {
  return !matchMedia("(pointer: coarse)").matches;
}

export function Composer() {
  const store = useStore();
  const { t } = store;
  const input = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const max = store.state.maxText;
  const length = countCharacters(text.trim());
  const canSend = length > 0 && length <= max;

  const { focusRequests } = store.state;
  useEffect(() => {
    // On a touch screen the focus would raise the keyboard over the conversation.
    if (focusRequests > 0 && prefersKeyboard()) input.current?.focus();
  }, [focusRequests]);
  useEffect(() => {
    const area = input.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const send = () => {
    if (!store.sendText(text)) return;
    setText("");
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isSendKey(event)) return;
    event.preventDefault();
    send();
  };
  const onInput = (event: InputEvent & { currentTarget: HTMLTextAreaElement }) => {
    setText(event.currentTarget.value);
    store.notifyTyping();
  };
  const canAskForHuman = store.state.status?.owner === "bot" && !store.isClosed;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="field">
        {canAskForHuman && (
          <button
            type="button"
            class="icon-button human"
            aria-label={t("human_button")}
            title={t("human_button")}
            onClick={() => store.sendText(t("human_text"))}
          >
            <HeadsetIcon />
          </button>
        )}
        <textarea
          ref={input}
          rows={1}
          value={text}
          placeholder={t(store.isClosed ? "placeholderClosed" : "placeholder")}
          aria-label={t("placeholder")}
          aria-describedby="limit"
          aria-invalid={length > max}
          onInput={onInput}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="send" aria-label={t("send")} title={t("send")} disabled={!canSend}>
          <SendIcon />
        </button>
      </div>
      <p id="limit" class={length > max ? "limit warn-text" : "limit muted"} aria-live="polite">
        {length > max
          ? t("tooLong", { max, over: length - max })
          : max - length < SHOW_LEFT_BELOW
            ? t("left", { left: max - length })
            : ""}
      </p>
    </form>
  );
}
