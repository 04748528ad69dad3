/** How the widget lives on a page that is not its own. */

const FULL_SCREEN = "(max-width: 480px)";
const FOCUSABLE = "button:not(:disabled), a[href], input:not(:disabled), textarea:not(:disabled), [tabindex='0']";
const CONTROLS = "a, button, input, select, textarea, [role=button]";
const LAUNCHER_GAP_PX = 12;

/** On narrow screens the panel covers the page. */
export function isFullScreen(): boolean {
  return matchMedia(FULL_SCREEN).matches;
}

/** Keeps Tab within the panel while it covers the page. */
export function keepFocusInside(panel: HTMLElement, event: KeyboardEvent): void {
  const items = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const first = items[0];
  const last = items.at(-1);
  if (!first || !last) return;
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  if (event.shiftKey ? active === first || active === panel : active === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

/** Follows the colour scheme of the system unless the shop has chosen. */
export function followTheme(host: HTMLElement, theme: "light" | "dark" | "auto"): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    host.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  };
  apply();
  dark.addEventListener("change", apply);
}

/** Gives the full-screen panel the height that the on-screen keyboard leaves. */
export function followViewport(host: HTMLElement): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const apply = () => {
    host.style.setProperty("--viewport-height", `${viewport.height}px`);
    host.style.setProperty("--viewport-top", `${viewport.offsetTop}px`);
  };
  apply();
  viewport.addEventListener("resize", apply);
  viewport.addEventListener("scroll", apply);
}

/** Stops the page behind the full-screen panel from scrolling. */
export function lockPage(isLocked: boolean): void {
  document.documentElement.style.overflow = isLocked && isFullScreen() ? "hidden" : "";
}

function pinned(element: Element | undefined): Element | null {
  for (let current: Element | null = element ?? null; current; current = current.parentElement) {
    if (/fixed|sticky/.test(getComputedStyle(current).position)) return current;
  }
  return null;
}

/** Lifts the launcher above bars of the shop that are pinned to the bottom and hold controls, such as “buy now”. */
export function avoidHostControls(host: HTMLElement): void {
  const apply = () => {
    const launcher = host.shadowRoot?.querySelector(".launcher");
    if (!launcher) return;
    const { left, width } = launcher.getBoundingClientRect();
    let lift = 0;
    for (let y = innerHeight - 4; y > innerHeight / 2; y -= 16) {
      for (const x of [left, left + width / 2, left + width - 1]) {
        const bar = pinned(document.elementsFromPoint(x, y).find((element) => element !== host));
        if (!bar?.matches(CONTROLS) && !bar?.querySelector(CONTROLS)) continue;
        const { top, bottom } = bar.getBoundingClientRect();
        // A bar at the very bottom; a side bar or an overlay reaches higher and is left alone.
        if (bottom > innerHeight - 40 && top > innerHeight / 2) lift = Math.max(lift, innerHeight - top + LAUNCHER_GAP_PX);
      }
    }
    host.style.setProperty("--lift", `${lift}px`);
  };
  apply();
  addEventListener("resize", apply);
  addEventListener("load", apply);
}
