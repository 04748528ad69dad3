import { useEffect, useReducer, useRef } from "preact/hooks";
import { ClosedBar, HandoffBar, LinkBar } from "./bars.tsx";
import { Composer } from "./composer.tsx";
import { StoreContext, useStore } from "./context.ts";
import { Header } from "./header.tsx";
import { ChatIcon } from "./icons.tsx";
import { MessageList } from "./message_list.tsx";
import { isFullScreen, keepFocusInside } from "./page.ts";
import type { WidgetStore } from "./store.ts";

const MAX_BADGE = 99;

function Launcher() {
  const store = useStore();
  const { t } = store;
  const unread = store.unread;
  return (
    <button
      type="button"
      class="launcher"
      aria-label={unread > 0 ? t("launcherUnread", { count: unread }) : t("launcher")}
      aria-haspopup="dialog"
      onClick={() => store.open()}
    >
      <ChatIcon />
      {unread > 0 && (
        <span class="badge" aria-hidden="true">
          {unread > MAX_BADGE ? `${MAX_BADGE}+` : unread}
        </span>
      )}
    </button>
  );
}

function Panel() {
  const store = useStore();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isFullScreen()) panel.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) store.close();
    if (event.key === "Tab" && isFullScreen() && panel.current) keepFocusInside(panel.current, event);
  };
  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-label={store.t("panel")}
      aria-modal={isFullScreen()}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <Header onMinimise={() => store.close()} />
      <LinkBar />
      <HandoffBar />
      <MessageList />
      <ClosedBar />
      <Composer />
    </div>
  );
}

function Shell() {
  const store = useStore();
  const isOpen = store.state.isOpen;
  const wasOpen = useRef(isOpen);
  const shell = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wasOpen.current && !isOpen) shell.current?.querySelector<HTMLElement>(".launcher")?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return <div ref={shell}>{isOpen ? <Panel /> : <Launcher />}</div>;
}

/** Renders everything anew after a change of the store; the tree is small enough. */
export function App({ store }: { store: WidgetStore }) {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    // Something may have changed between the first rendering and now.
    renderAgain(0);
    return store.subscribe(() => renderAgain(0));
  }, [store]);
  return (
    <StoreContext.Provider value={store}>
      <Shell />
    </StoreContext.Provider>
  );
}
