import type { ConnectionSession } from "./connection-session.ts";
import type { OnlyHosts } from "../egress/only-hosts.ts";

/** An HTTP request before it is sent. `authorize` changes its URL and its headers in place. */
export interface ConnectionRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Undefined where there is none, and where it is a stream or a form, which cannot be read before they are sent. */
  readonly body?: Uint8Array | string;
  /** Whether there is a body that cannot be read before it is sent. */
  readonly bodyIsStream: boolean;
}

/** What a step knows of its connection, inside one attempt. */
export interface StepConnection {
  /** Its name in the project. */
  readonly name: string;
  readonly type: string;
  /** The fields, secrets included. They must not be put into outputs, errors or logs. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The hosts that it may reach, for a node that does not use `ctx.fetch`: each list has to name the host. */
  readonly onlyHosts: OnlyHosts;
  /** For credentials that are obtained first; connection types use it. */
  readonly session: ConnectionSession;
  /** Adds the credentials to a request, as `ctx.fetch` does by itself. */
  authorize(request: ConnectionRequest): Promise<void>;
}
