import { Kind, getOperationAST, type DocumentNode, type GraphQLError, type SelectionSetNode } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Principal } from "../access/principal.ts";
import { may } from "../access/roles.ts";
import type { DepsOf } from "../app/app-deps.ts";
import type { Context } from "../operations/operation.ts";
import { errorCodes } from "../app/error-codes.ts";
import { refuseForbidden } from "../operations/perform.ts";
import { operations } from "../operations/registry.ts";
import type { GraphqlContext, ServerContext } from "./context.ts";
import { requestError } from "./request-error.ts";

const byName = new Map(operations.map((operation) => [operation.name, operation]));

/**
 * Refuses callers for their roles before the shape of a request is discussed. If a request is malformed (a query that is not valid,
 * variables of the wrong type) and asks for an operation that the caller may not perform, the answer is FORBIDDEN and says nothing
 * about the shape, and the attempt is in the audit log. A well-formed request is refused by `perform`, field by field.
 */
export function rolesFirst(depsOf: DepsOf): Plugin<GraphqlContext, ServerContext> {
  // Yoga remembers the errors of a document for the callers that come later, so the hook after the validation must not replace them.
  const documents = new WeakMap<Request, DocumentNode>();
  const refuse = async (caller: Principal, document: DocumentNode, name?: string | null) =>
    await refuseForRoles({ deps: depsOf(caller.project), caller }, document, name);
  return {
    onValidate({ context, params }) {
      // Over a WebSocket there is no request: `graphql-ws.ts` calls `refuseForRoles` itself.
      const { request } = context as { readonly request?: Request };
      if (request !== undefined) documents.set(request, params.documentAST as DocumentNode);
    },
    async onResultProcess({ request, result, setResult, serverContext: { caller } }) {
      const document = documents.get(request);
      if (document === undefined || !failedAsAWhole(result)) return;
      const refused = await refuse(caller, document);
      if (refused.length > 0) setResult({ errors: refused });
    },
    onExecute: ({ args }) => ({
      async onExecuteDone({ result, setResult }) {
        if (!failedAsAWhole(result)) return;
        const refused = await refuse(args.contextValue.caller, args.document, args.operationName);
        if (refused.length > 0) setResult({ errors: refused });
      },
    }),
    async onSubscribe({ args, setResultAndStopExecution }) {
      const refused = await refuse(args.contextValue.caller, args.document, args.operationName);
      if (refused.length > 0) setResultAndStopExecution({ errors: refused });
    },
  };
}

/** Whether a request ended before any field was resolved, for another reason than the caller's roles. */
function failedAsAWhole(result: object): boolean {
  if (!("errors" in result) || ("data" in result && result.data !== undefined)) return false;
  return (result.errors as readonly GraphQLError[]).every(({ extensions }) => extensions["code"] !== "FORBIDDEN");
}

/** Refuses the operations that a document asks for and that the caller may not perform. Empty: there are none. */
export async function refuseForRoles(
  context: Context,
  document: DocumentNode,
  operationName?: string | null,
): Promise<GraphQLError[]> {
  const refused = refusedOperations(document, operationName, context.caller);
  return await Promise.all(
    refused.map(async (one) => {
      const error = await refuseForbidden(one, context, null);
      return requestError(error, errorCodes[error.code].httpStatus);
    }),
  );
}

/** The operations that a document asks for and that the caller may not perform. Without a name, all operations of the document count. */
function refusedOperations(document: DocumentNode, name: string | null | undefined, caller: Principal) {
  const asked = new Set<string>();
  const seen = new Set<SelectionSetNode>();
  const look = (selections: SelectionSetNode): void => {
    if (seen.has(selections)) return;
    seen.add(selections);
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) asked.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) look(selection.selectionSet);
      else
        for (const one of document.definitions)
          if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value) look(one.selectionSet);
    }
  };
  const chosen = name == null ? undefined : getOperationAST(document, name);
  for (const one of chosen ? [chosen] : document.definitions)
    if (one.kind === Kind.OPERATION_DEFINITION) look(one.selectionSet);
  return [...asked].flatMap((field) => {
    const operation = byName.get(field);
    return operation !== undefined && !may(caller, operation.permission) ? [operation] : [];
  });
}
