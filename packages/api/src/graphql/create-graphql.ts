import {
  GraphQLError,
  getOperationAST,
  parse,
  type DocumentNode,
  type ExecutionArgs,
  type OperationDefinitionNode,
} from "graphql";
import { createYoga, maskError, type Plugin } from "graphql-yoga";
import type { DepsOf } from "../app/app-deps.ts";
import { databaseAway } from "../app/database-away.ts";
import type { Logger } from "@tempograph/runtime";
import type { GraphqlContext, ServerContext } from "./context.ts";
import { MAX_QUERY_TOKENS, limitsRule } from "./limits.ts";
import { createLoads } from "./loads.ts";
import { MAX_QUERY_COST, queryCost } from "./query-cost.ts";
import { requestError } from "./request-error.ts";
import { rolesFirst } from "./roles-first.ts";
import { schema } from "./schema.ts";

/** GraphQL over HTTP and SSE. graphql-ws uses the same plugins, which it gets from `getEnveloped`. */
export function createGraphql(depsOf: DepsOf, log: Logger) {
  return createYoga<ServerContext, GraphqlContext>({
    schema,
    graphqlEndpoint: "/graphql",
    // Requests that arrive here have a token. The GraphiQL page, which needs none, is served by another route.
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    logging: false,
    healthCheckEndpoint: "/graphql/health",
    context: ({ caller, requestId, left }) => ({
      deps: depsOf(caller.project),
      caller,
      requestId,
      loads: createLoads(),
      ...(left && { left }),
    }),
    maskedErrors: {
      maskError: (error, message, isDev) => {
        const original = error instanceof GraphQLError ? error.originalError : error;
        const away = databaseAway(original);
        if (away !== undefined) return requestError(away);
        if (original !== undefined && original !== null && !(original instanceof GraphQLError))
          log.error({ err: original }, "GraphQL: unexpected error");
        return maskError(error, message, isDev);
      },
      errorMessage: "An unexpected error happened in the API. The log of the API holds the details.",
      isDev: false,
    },
    plugins: [limitsPlugin, rolesFirst(depsOf), requestIdPlugin],
  });
}

/** Adds the request's id to errors, as the answer's header and the log have it. */
const requestIdPlugin: Plugin<object, ServerContext> = {
  onResultProcess({ result, serverContext }) {
    if (!("errors" in result)) return;
    for (const error of result.errors ?? []) Object.assign(error.extensions, { requestId: serverContext.requestId });
  },
};

const limitsPlugin: Plugin = {
  onParse({ setParseFn }) {
    setParseFn(parseWithinLimits);
  },
  onValidate({ addValidationRule }) {
    addValidationRule(limitsRule);
  },
  onExecute({ args, setResultAndStopExecution }) {
    const error = tooExpensive(args);
    if (error) setResultAndStopExecution({ errors: [error] });
  },
  onSubscribe({ args, setResultAndStopExecution }) {
    const error = tooExpensive(args);
    if (error) setResultAndStopExecution({ errors: [error] });
  },
};

/** Parses a query. The parser is recursive, so a literal with thousands of brackets overflows the stack before the limit of tokens is reached. */
function parseWithinLimits(source: string, options?: object): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: MAX_QUERY_TOKENS });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new GraphQLError("The query is nested too deeply.", {
      extensions: { code: "QUERY_TOO_LARGE", hint: "Send large values in variables.", http: { status: 400 } },
    });
  }
}

function tooExpensive(
  args: Pick<ExecutionArgs, "document" | "operationName" | "variableValues">,
): GraphQLError | undefined {
  const operation = getOperationAST(args.document, args.operationName) as OperationDefinitionNode | null;
  if (!operation) return undefined;
  const cost = queryCost({ schema, document: args.document, operation, variables: args.variableValues ?? {} });
  if (cost <= MAX_QUERY_COST) return undefined;
  return new GraphQLError(
    `The answer may have ${String(cost)} fields; at most ${String(MAX_QUERY_COST)} are allowed.`,
    {
      extensions: {
        code: "QUERY_TOO_EXPENSIVE",
        hint: "Request shorter pages (`first`), or fewer fields of each entry.",
        http: { status: 400 },
      },
    },
  );
}
