import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { WidgetStore } from "./store.ts";

export const StoreContext = createContext<WidgetStore | null>(null);

/** The widget's store; every component lives below its provider. */
export function useStore(): WidgetStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error("component outside of the widget");
  return store;
}
