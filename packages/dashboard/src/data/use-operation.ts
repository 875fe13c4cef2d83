import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { ApiError, type ErrorFields } from "./api-error.ts";
import { once } from "./once.ts";
import { queryClient } from "./query-client.ts";
import type { ApiDocument } from "./api-document.ts";
import { send } from "./send.ts";

/** What a mutation answers if it was carried out: the other types of its union are errors. */
export type PayloadOf<Data> = Exclude<Data[keyof Data], ErrorAnswer | null | undefined>;

type ErrorAnswer = { readonly __typename: `${string}Error` };

/**
 * Performs an operation, outside of a component. Throws an ApiError, also where the API answers with one of the errors of its union. What is tried again
 * because the answer was lost counts once, if the operation has a key.
 */
export async function perform<Data extends object, Variables>(
  document: ApiDocument<Data, Variables>,
  variables: NoInfer<Variables>,
): Promise<PayloadOf<Data>> {
  return await once(document, variables, async (keyed: Variables) => payloadOf<Data>(await send(document, keyed)));
}

/** What an operation answers with. Throws an ApiError where that is one of the errors of its union. */
export function payloadOf<Data extends object>(data: Data): PayloadOf<Data> {
  const answer = Object.values(data)[0] as { readonly __typename?: string } | undefined;
  if (answer?.__typename?.endsWith("Error") === true) {
    const { code, message, ...rest } = answer as Partial<ErrorFields>;
    throw new ApiError({ ...rest, code: code ?? "INTERNAL", message: message ?? "The operation was refused." });
  }
  return answer as PayloadOf<Data>;
}

export interface OperationOptions<Payload> {
  readonly onDone?: (payload: Payload) => unknown;
}

/**
 * An operation of one mutation, for buttons and forms:
 *
 *     const pause = useOperation(ExecutionPause);
 *     <Button loading={pause.isPending} onClick={() => pause.mutate({ input: { id } })}>Pause</Button>
 *     <ErrorPanel error={pause.error} />
 *
 * The document selects `__typename`, and of errors `...Refusal` (fragments.ts). What pages show is read again afterwards.
 */
export function useOperation<Data extends object, Variables>(
  document: ApiDocument<Data, Variables>,
  { onDone }: OperationOptions<PayloadOf<Data>> = {},
): UseMutationResult<PayloadOf<Data>, ApiError, Variables> {
  return useMutation<PayloadOf<Data>, ApiError, Variables>({
    mutationFn: (variables) => perform(document, variables),
    onSuccess: async (payload) => {
      await Promise.all([queryClient.invalidateQueries(), onDone?.(payload)]);
    },
  });
}
