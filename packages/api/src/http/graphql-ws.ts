import { isExactNumber } from "@tempograph/graph";
import { GraphQLError } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { ExecutionArgs } from "graphql";
import type { createGraphql } from "../graphql/create-graphql.ts";
import { ANONYMOUS, type Principal } from "../access/principal.ts";
import type { Auth } from "./auth.ts";
import { checkOrigin } from "./check-origin.ts";
import { chooseProject, PROJECT_HEADER } from "./choose-project.ts";

interface Options {
  readonly server: Server;
  readonly yoga: ReturnType<typeof createGraphql>;
  readonly auth: Auth;
  readonly hasProject: (project: string) => Promise<boolean>;
  readonly loopback: boolean;
}

const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_OPERATIONS = 100;

type Enveloped = Pick<ReturnType<ReturnType<typeof createGraphql>["getEnveloped"]>, "execute" | "subscribe">;

/** Ends the connection (4400) if a message contains a number that a double cannot hold. Over HTTP this is the error `NUMBER_INEXACT`. */
function refuseInexact(
  this: unknown,
  _key: string,
  value: unknown,
  { source }: { readonly source?: string } = {},
): unknown {
  if (typeof value === "number" && source !== undefined && !isExactNumber(source)) {
    throw new Error(`The number ${source.slice(0, 40)} cannot be stored exactly. Send it as a text.`);
  }
  return value;
}

/**
 * Serves graphql-ws (sub-protocol `graphql-transport-ws`) at /graphql. The token comes in the `Authorization` header of the upgrade
 * or, from browsers, as `authorization` in the connection's parameters. Returns a function that closes all connections.
 */
export function serveGraphqlWs({ server, yoga, auth, hasProject, loopback }: Options): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const callers = new WeakMap<object, Principal>();
  const handler = useServer(
    {
      connectionInitWaitTimeout: 5_000,
      jsonMessageReviver: refuseInexact,
      async onConnect({ connectionParams, extra }) {
        const given = connectionParams?.["authorization"] ?? connectionParams?.["Authorization"];
        // False closes with 4403 Forbidden.
        const header = typeof given === "string" ? given : extra.request.headers.authorization;
        const caller = await auth.authenticate(header);
        if (caller === undefined) return false;
        const wanted = connectionParams?.[PROJECT_HEADER] ?? extra.request.headers[PROJECT_HEADER];
        const chosen = await chooseProject(caller, wanted, hasProject);
        if ("refused" in chosen) return false;
        callers.set(extra, chosen);
        return true;
      },
      async onSubscribe(context, id, params) {
        if (Object.keys(context.subscriptions).length > MAX_OPERATIONS)
          return [
            new GraphQLError("There are too many operations at the same time on this connection.", {
              extensions: { code: "TOO_MANY_OPERATIONS" },
            }),
          ];
        const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
          params,
          caller: callers.get(context.extra) ?? ANONYMOUS,
          requestId: id,
        });
        let document;
        try {
          document = parse(params.query);
        } catch (error) {
          return [error instanceof GraphQLError ? error : new GraphQLError("The query cannot be parsed.")];
        }
        const errors = validate(schema, document) as readonly GraphQLError[];
        if (errors.length > 0) return errors;
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
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
  });

  return async () => {
    await handler.dispose();
    sockets.close();
  };
}
