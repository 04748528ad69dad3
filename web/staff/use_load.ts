import { useCallback, useEffect, useRef, useState } from "react";
import { describeError } from "./api.ts";

export interface Loaded<T> {
  data: T | null;
  error: string;
  isLoading: boolean;
  reload(): void;
  /** Changes what is shown before the next fetch. */
  change(update: (data: T) => T): void;
}

/** Fetches when `load` changes and on `reload`; an answer that was overtaken by a newer request is dropped. */
export function useLoad<T>(load: () => Promise<T>): Loaded<T> {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState("");
  const [isLoading, setLoading] = useState(true);
  const latest = useRef(0);

  const reload = useCallback(() => {
    latest.current += 1;
    const ticket = latest.current;
    const settle = (apply: () => void) => {
      if (ticket !== latest.current) return;
      apply();
      setLoading(false);
    };
    setLoading(true);
    setError("");
    load().then(
      (result) => settle(() => setData(result)),
      (reason: unknown) => settle(() => setError(describeError(reason))),
    );
  }, [load]);
  useEffect(reload, [reload]);

  const change = useCallback((update: (data: T) => T) => {
    setData((current) => (current === null ? current : update(current)));
  }, []);
  return { data, error, isLoading, reload, change };
}
