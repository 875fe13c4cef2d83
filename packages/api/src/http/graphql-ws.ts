import { findInexactNumbers, jsonTextProblem, USUAL_TEXT_LIMITS } from "@tempograph/graph";
import { GraphQLError } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { ExecutionArgs } from "graphql";
import type { createGraphql } from "../graphql/create-graphql.ts";
import type { DepsOf } from "../app/app-deps.ts";
import { databaseAway } from "../app/database-away.ts";
import { requestError } from "../graphql/request-error.ts";
import { refuseForRoles } from "../graphql/roles-first.ts";
import { callerKey, isSameCaller, type Principal } from "../access/principal.ts";
import type { Auth } from "./auth.ts";
import type { CallerWatch } from "./caller-watch.ts";
import { checkOrigin } from "./check-origin.ts";
import { chooseProject, PROJECT_HEADER } from "./choose-project.ts";
import { GOODBYE_MS, PATIENCE_MS, tooSlow } from "./event-sender.ts";
import type { FindCaller } from "./find-caller.ts";
import type { Exceeded, Limiter } from "./rate-limits.ts";
import { whenClosed } from "./when-closed.ts";

interface Options {
  readonly server: Server;
  readonly depsOf: DepsOf;
  readonly yoga: ReturnType<typeof createGraphql>;
  readonly auth: Auth;
  readonly hasProject: (project: string) => Promise<boolean>;
  readonly callers: CallerWatch;
  readonly loopback: boolean;
  readonly limiter: Limiter;
  readonly findCaller: FindCaller;
  /** The client's address. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** How long a subscriber may leave unread what waits for it, in ms. */
  readonly patienceMs: number;
}

const MAX_MESSAGE_BYTES = 1024 * 1024;
/** The largest message of a caller who is not known yet: `connection_init` with a token. */
const MAX_FIRST_BYTES = 16 * 1024;
const MAX_OPERATIONS = 100;
/** How a connection ends whose caller may not have it, in the words of graphql-ws. */
const FORBIDDEN = { code: 4403, reason: "Forbidden" };
/** How a connection ends that cannot be made because Postgres does not answer, in the words of WebSocket. Clients try again. */
const TRY_AGAIN = { code: 1013, reason: "Postgres does not answer. Try again later." };

/** How a connection ends that sends more messages than the limits allow, in the words of graphql-ws. */
const TOO_MANY = { code: 4429, reason: "There are more messages than the limits allow." };

/** How a connection ends whose client reads nothing. Clients connect again, and subscribe behind the last update that they got. */
const TOO_SLOW = {
  code: 1013,
  reason: `${tooSlow.code}: read updates as they come, and subscribe again with the last cursor.`,
};

type Enveloped = Pick<ReturnType<ReturnType<typeof createGraphql>["getEnveloped"]>, "execute" | "subscribe">;

/** What a connection may send. */
interface Allowed {
  /** The largest message. */
  readonly bytes: number;
  /** Counts a message. */
  readonly count: () => Promise<Exceeded | undefined>;
}

/**
 * A connection that ends (4400) when a message contains a number that a double cannot hold, or more values than may be read. Over HTTP
 * these are the errors `NUMBER_INEXACT` and `INPUT_TOO_LARGE`. graphql-ws itself can only look at each value after it has read all. It also
 * ends (4429) when it sends more messages than are allowed, of whatever kind: each is read, although only operations count as requests.
 */
class CheckedSocket extends WebSocket {
  allowed?: Allowed;
  patienceMs = PATIENCE_MS;
  #taken = 0;
  #late: NodeJS.Timeout | undefined;

  /** Each operation waits until its message is taken before it sends the next one. A client that takes nothing while messages wait is cut off. */
  override send(data: string, options?: unknown, done?: (error?: Error) => void): void {
    const callback = (typeof options === "function" ? options : done) as typeof done;
    super.send(data, (error) => {
      this.#taken += 1;
      callback?.(error);
    });
    if (this.bufferedAmount > 0) this.#watch();
  }

  #watch(): void {
    if (this.#late !== undefined) return;
    const before = this.#taken;
    this.#late = setTimeout(() => {
      this.#late = undefined;
      if (this.readyState !== WebSocket.OPEN || this.bufferedAmount === 0) return;
      if (this.#taken > before) return this.#watch();
      this.close(TOO_SLOW.code, TOO_SLOW.reason);
      setTimeout(() => this.terminate(), GOODBYE_MS).unref();
    }, this.patienceMs).unref();
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== "message") return super.emit(event, ...args);
    // What comes after the message for which the connection ends.
    if (this.readyState !== WebSocket.OPEN || this.allowed === undefined) return true;
    const { bytes, count } = this.allowed;
    void count().then((exceeded) => exceeded && this.close(TOO_MANY.code, TOO_MANY.reason));
    const message = args[0] as Buffer;
    const problem = message.length > bytes ? "The message is too large." : messageProblem(String(message));
    if (problem === undefined) return super.emit(event, ...args);
    this.close(4400, problem);
    return true;
  }
}

/** Why a message is refused. The reason of a close has at most 123 bytes. */
function messageProblem(text: string): string | undefined {
  const beyond = jsonTextProblem(text, USUAL_TEXT_LIMITS);
  if (beyond !== undefined) return beyond.message;
  const [inexact] = findInexactNumbers(text, 1);
  return inexact && `The number ${inexact.source.slice(0, 40)} cannot be stored exactly. Send it as a text.`;
}

/**
 * Serves graphql-ws (sub-protocol `graphql-transport-ws`) at /graphql. The token comes in the `Authorization` header of the upgrade
 * or, from browsers, as `authorization` in the connection's parameters. Returns a function that closes all connections.
 */
export function serveGraphqlWs(options: Options): () => Promise<void> {
  const { server, depsOf, yoga, auth, hasProject, callers, loopback, limiter, findCaller, addressOf, patienceMs } =
    options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, WebSocket: CheckedSocket });
  const connections = new WeakMap<
    object,
    { readonly header: string; readonly found: Principal; readonly caller: Principal }
  >();
  const handler = useServer(
    {
      connectionInitWaitTimeout: 5_000,
      async onConnect({ connectionParams, extra }) {
        const given = connectionParams?.["authorization"] ?? connectionParams?.["Authorization"];
        // False closes with 4403 Forbidden.
        const header = typeof given === "string" ? given : auth.credentialOf(extra.request.headers, "origin");
        const { socket } = extra;
        const wanted = connectionParams?.[PROJECT_HEADER] ?? extra.request.headers[PROJECT_HEADER];
        let caller: Principal | undefined;
        let chosen: Awaited<ReturnType<typeof chooseProject>> | undefined;
        try {
          const found = await findCaller(header, addressOf(extra.request));
          if ("exceeded" in found) return false;
          ({ caller } = found);
          chosen = caller && (await chooseProject(caller, wanted, hasProject));
        } catch (error) {
          if (databaseAway(error) === undefined) throw error;
          socket.close(TRY_AGAIN.code, TRY_AGAIN.reason);
          return false;
        }
        if (caller === undefined && header !== undefined) await limiter.count("wrongTokens", addressOf(extra.request));
        if (caller === undefined || chosen === undefined || header === undefined || "refused" in chosen) return false;
        const who = `${callerKey(chosen)} over WebSockets`;
        (socket as CheckedSocket).allowed = { bytes: MAX_MESSAGE_BYTES, count: () => limiter.count("requests", who) };
        connections.set(extra, { header, found: caller, caller: chosen });
        const unwatch = callers.watch(header, caller, () => socket.close(FORBIDDEN.code, FORBIDDEN.reason));
        whenClosed(socket, socket.readyState === WebSocket.CLOSED, unwatch);
        return true;
      },
      async onSubscribe(context, id, params) {
        if (Object.keys(context.subscriptions).length > MAX_OPERATIONS)
          return [
            new GraphQLError("There are too many operations at the same time on this connection.", {
              extensions: { code: "TOO_MANY_OPERATIONS" },
            }),
          ];
        // The token may have been revoked or changed since the connection was made. Ask again before anything is done with it.
        const { header, found, caller } = connections.get(context.extra)!;
        let known: Principal | undefined;
        try {
          known = await auth.authenticate(header);
        } catch (error) {
          const away = databaseAway(error);
          if (away === undefined) throw error;
          return [requestError(away)];
        }
        if (!isSameCaller(found, known)) {
          context.extra.socket.close(FORBIDDEN.code, FORBIDDEN.reason);
          return [new GraphQLError("The token is no longer valid.", { extensions: { code: "UNAUTHORIZED" } })];
        }
        const exceeded = await limiter.count("requests", callerKey(caller));
        if (exceeded)
          return [
            new GraphQLError("There are more requests than the limits allow.", {
              extensions: { code: "TOO_MANY_REQUESTS", retryAfter: exceeded.retryAfter },
            }),
          ];
        const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
          params,
          caller,
          requestId: id,
        });
        let document;
        try {
          document = parse(params.query);
        } catch (error) {
          return [error instanceof GraphQLError ? error : new GraphQLError("The query cannot be parsed.")];
        }
        const errors = validate(schema, document) as readonly GraphQLError[];
        if (errors.length > 0) {
          const refused = await refuseForRoles({ deps: depsOf(caller.project), caller }, document);
          return refused.length > 0 ? refused : errors;
        }
        return {
          schema,
          document,
          operationName: params.operationName,
          variableValues: params.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        };
      },
      execute: (args: ExecutionArgs) => (args.rootValue as Enveloped).execute(args),
      subscribe: (args: ExecutionArgs) => (args.rootValue as Enveloped).subscribe(args),
    },
    sockets,
  );

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url?.split("?", 1)[0];
    const refused = checkOrigin({ host: request.headers.host, origin: request.headers.origin }, loopback);
    if (path !== "/graphql" || refused) {
      socket.end(`HTTP/1.1 ${path === "/graphql" ? "403 Forbidden" : "404 Not Found"}\r\nConnection: close\r\n\r\n`);
      return;
    }
    const address = addressOf(request);
    const close = limiter.open("sockets", address);
    if (close === undefined) {
      socket.end("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nConnection: close\r\n\r\n");
      return;
    }
    socket.on("close", close);
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.patienceMs = patienceMs;
      client.allowed = { bytes: MAX_FIRST_BYTES, count: () => limiter.count("anonymous", address) };
      sockets.emit("connection", client, request);
    });
  });

  return async () => {
    await handler.dispose();
    sockets.close();
  };
}
