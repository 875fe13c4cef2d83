import type { JsonObject, JsonSchema } from "@tempograph/graph";
import type { z } from "zod";
import type { NodeConnect, NodeFetch, NodeLogger } from "../context/node-context.ts";
import type { OnlyHosts } from "../egress/only-hosts.ts";
import type { ConnectionSession } from "./connection-session.ts";
import type { ConnectionRequest } from "./step-connection.ts";

/** The first argument of a connection type's `test`. */
export interface ConnectionTestContext {
  /** Sends requests with the connection's credentials, to no other hosts than the connection may reach. */
  readonly fetch: NodeFetch;
  readonly logger: NodeLogger;
  /** Aborts when the time for the test is over. */
  readonly signal: AbortSignal;
  /** The hosts that the connection may reach, for a test that does not use `fetch`: each list has to name the host. */
  readonly onlyHosts: OnlyHosts;
  /** A connection of TCP under the same rules as `fetch`, for protocols other than HTTP. */
  readonly connect: NodeConnect;
  readonly session: ConnectionSession;
}

/** What a service answers after somebody has signed in there, with what belongs to the request. */
export interface SignInAnswer {
  readonly code: string;
  /** Who says that it gave the answer (RFC 9207), if the answer says so. */
  readonly issuer?: string;
  readonly redirectUri: string;
  /** PKCE's verifier, whose challenge the sign-in page was given. */
  readonly verifier: string;
}

/** How somebody signs in at a service, and so lets connections act for them: OAuth 2's authorization code with PKCE. */
export interface ConnectionSignIn<Fields extends z.ZodObject> {
  /** The service's page. The API adds `response_type`, `redirect_uri`, `state` and the PKCE challenge to it. */
  page(fields: z.output<Fields>): URL;
  /** Turns the answer into the credentials that the connection keeps: see `KeptCredentials`. */
  finish(answer: SignInAnswer, fields: z.output<Fields>, session: ConnectionSession): Promise<JsonObject>;
}

/** The definition that `defineConnection` takes. */
export interface ConnectionSpec<Fields extends z.ZodObject> {
  /** The name of the type: words of lower-case letters, digits and `_`, with dots between them, such as `acme.crm`. */
  readonly type: string;
  /** The title that people see when they choose a type. */
  readonly title: string;
  /** What it is for, and where its credentials are found. */
  readonly description?: string;
  /** Schema of the fields, an object. Fields that nobody may read are marked with `secretField(…)`. */
  readonly fields: Fields;
  /**
   * Adds the credentials to a request: `ctx.fetch` calls it for each request of a step that uses the connection. `session` is for
   * credentials that have to be obtained first.
   */
  authorize?(request: ConnectionRequest, fields: z.output<Fields>, session: ConnectionSession): void | Promise<void>;
  /**
   * A server answered 401 to a request with the credentials. True: the next attempt gets others, so the step is tried again. For
   * credentials that are obtained first, and that a server can take back before they expire.
   */
  refused?(request: ConnectionRequest, fields: z.output<Fields>, session: ConnectionSession): Promise<boolean>;
  /**
   * The hosts that connections of this type reach, if the type or its fields say so: `["api.acme.com"]`, `["*.acme.com:8443"]`; see
   * `OnlyHosts` for ports and for hosts without TLS.
   * Requests to other hosts are refused, so that a workflow cannot send the credentials somewhere else. Without this function
   * whoever makes a connection of a type that authorises requests names the hosts.
   */
  hosts?(fields: z.output<Fields>): readonly string[] | undefined;
  /** For credentials that a person gives by signing in at the service. */
  readonly signIn?: ConnectionSignIn<Fields>;
  /** Tries the credentials out; throws a `NodeError` where they do not work. May return a sentence about what it found. */
  test?(ctx: ConnectionTestContext, fields: z.output<Fields>): Promise<string | void> | string | void;
}

/** A checked connection type, as `defineConnection` returns it and a pack lists it. */
export interface ConnectionType<Fields extends z.ZodObject = z.ZodObject> extends ConnectionSpec<Fields> {
  readonly description: string;
  /** JSON Schema of `fields`, made with the pack's own copy of zod. */
  readonly schema: JsonSchema;
  readonly secretFields: readonly string[];
}
