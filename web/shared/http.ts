import type { ErrorBody } from "./protocol.ts";

/** The gateway answered with an error. */
export class HttpError extends Error implements ErrorBody {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** No usable answer: no network, a time-out, or a proxy's page instead of JSON. */
export class NetworkError extends Error {}

export interface JsonRequest {
  method?: string;
  /** Sent as JSON; a form is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/**
 * Sends JSON (or a form) and reads JSON.
 *
 * @throws HttpError for an error of the gateway, NetworkError when there is no usable answer.
 */
export async function requestJson<T>(fetcher: typeof fetch, url: string, request: JsonRequest = {}): Promise<T> {
  const { method = "GET", body, headers = {}, timeoutMs = 10_000 } = request;
  let response: Response;
  let data: unknown;
  try {
    response = await fetcher(url, {
      method,
      ...encode(body, headers),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    data = text ? JSON.parse(text) : null;
  } catch (error) {
    throw new NetworkError(String(error));
  }
  if (response.ok) return data as T;
  const problem = (data ?? {}) as Partial<ErrorBody>;
  throw new HttpError(response.status, problem.code ?? "error", problem.message ?? "");
}

function encode(body: unknown, headers: Record<string, string>): Pick<RequestInit, "body" | "headers"> {
  if (body === undefined) return { headers };
  if (body instanceof FormData) return { headers, body };
  return { headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}
