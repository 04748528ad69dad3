import { HttpError, NetworkError, requestJson } from "../shared/http.ts";

const TIMEOUT_MS = 20_000;
const UPLOAD_TIMEOUT_MS = 180_000;
const WRITE_HEADERS = { "X-Xiaoer": "1" };

type Query = Record<string, string | null | undefined>;

/** Talks JSON with the gateway under the staff's cookie session; throws HttpError and NetworkError. */
export class Api {
  /** Called when the session is no longer valid. */
  onUnauthorized: () => void = () => undefined;

  constructor(private readonly fetcher: typeof fetch = (input, init) => fetch(input, init)) {}

  get<T>(path: string, query: Query = {}): Promise<T> {
    const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
    const search = new URLSearchParams(pairs).toString();
    return this.send<T>("GET", search ? `${path}?${search}` : path);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send<T>("POST", path, body);
  }

  /** Sends a form with files; may take minutes. */
  upload<T>(path: string, form: FormData): Promise<T> {
    return this.send<T>("POST", path, form, UPLOAD_TIMEOUT_MS);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>("PUT", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.send<T>("DELETE", path);
  }

  private async send<T>(method: string, path: string, body?: unknown, timeoutMs = TIMEOUT_MS): Promise<T> {
    const headers = method === "GET" ? {} : WRITE_HEADERS;
    try {
      return await requestJson<T>(this.fetcher, path, { method, headers, body, timeoutMs });
    } catch (error) {
      if (isStatus(error, 401)) this.onUnauthorized();
      throw error;
    }
  }
}

/** Did the gateway answer with this status? */
export function isStatus(error: unknown, status: number): error is HttpError {
  return error instanceof HttpError && error.status === status;
}

/** The message to show for anything that was thrown. */
export function describeError(error: unknown): string {
  if (error instanceof NetworkError) return "网络连接失败，请检查网络后重试";
  if (error instanceof HttpError && error.message) return error.message;
  return "抱歉，系统出了点问题，请稍后再试";
}
