import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { AnswerBody } from "./answer-body.ts";
import type { CallLimit } from "./call-limit.ts";
import type { SentBody } from "./request-body.ts";

/** A request, complete but for the headers that every call has. */
export interface OutgoingRequest {
  readonly method: string;
  /** Shared with the caller, so it must not be changed. */
  readonly headers: Headers;
  readonly body: SentBody | null;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

const DEFAULT_HEADERS = [
  ["accept", "*/*"],
  ["accept-language", "*"],
  ["user-agent", "undici"],
] as const;

/**
 * Sends a request and waits for the head of its answer. This is undici's core without its `fetch`, whose streams, signals and copies of
 * headers cost several times as much CPU time as the exchange itself.
 *
 * The limit ends it, also while a connection is made; from the answer on it ends the body.
 */
export function exchange(agent: Dispatcher, url: URL, request: OutgoingRequest, limit: CallLimit): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let body: AnswerBody | undefined;
    const ended = new Error("The call has ended.");
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        if (limit.hasEnded) started.abort(ended);
      },
      onResponseStart(started, status, headers, statusText = "") {
        // 1xx tell about the answer that is still to come.
        if (status < 200) return;
        try {
          const arriving = new AnswerBody(started);
          resolve({ status, statusText: printable(statusText), headers: answerHeaders(headers), body: arriving });
          body = arriving;
        } catch (error) {
          started.abort(error as Error);
          reject(error as Error);
        }
      },
      onResponseData(_, chunk) {
        body?.push(chunk);
      },
      onResponseEnd() {
        body?.complete();
      },
      onResponseError(_, error) {
        if (body === undefined) reject(error);
        else body.fail(error);
      },
      onRequestUpgrade(_started, _status, _headers, socket) {
        socket.destroy();
        reject(new Error("The answer asks for another protocol."));
      },
    };
    limit.whenEnded(() => {
      reject(ended);
      body?.fail(ended);
      controller?.abort(ended);
    });
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method as Dispatcher.HttpMethod,
        headers: headerList(request.headers, url),
        body: request.body as Dispatcher.DispatchOptions["body"],
        // The limit is over both.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      handler,
    );
  });
}

function headerList(headers: Headers, url: URL): string[] {
  const list: string[] = [];
  for (const [name, value] of headers) list.push(name, value);
  for (const [name, value] of DEFAULT_HEADERS) if (!headers.has(name)) list.push(name, value);
  if (!headers.has("accept-encoding")) list.push("accept-encoding", acceptedEncodings(headers, url));
  return list;
}

/** A part of a compressed body could not be read, so parts are asked for as they are. */
function acceptedEncodings(headers: Headers, url: URL): string {
  if (headers.has("range")) return "identity";
  return url.protocol === "https:" ? "br, gzip, deflate" : "gzip, deflate";
}

function answerHeaders(raw: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value === "string") headers.append(name, value);
    else for (const each of value ?? []) headers.append(name, each);
  }
  return headers;
}

/** `Response` takes no other characters in it. */
function printable(statusText: string): string {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(statusText) ? statusText : "";
}
