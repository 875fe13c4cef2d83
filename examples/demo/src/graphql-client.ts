export type GraphqlClient = {
  readonly apiUrl: string;
  readonly token: string;
  /** Throws if the API refuses the request as a whole. A refusal of a mutation is part of the returned data. */
  request<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
};

export function createGraphqlClient(apiUrl: string, token: string): GraphqlClient {
  return {
    apiUrl,
    token,
    async request<T>(query: string, variables = {}) {
      const response = await fetch(`${apiUrl}/graphql`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as { data?: T; errors?: readonly { message: string }[] };
      if (answer.errors !== undefined || !answer.data) {
        throw new Error(
          `The API refused the request: ${answer.errors?.map(({ message }) => message).join("; ") ?? response.status}`,
        );
      }
      return answer.data;
    },
  };
}

/** The fields that all refusals have. An answer of the type `expected` is not a refusal. */
type Refusal = {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
};

/** Returns the payload of a mutation. Throws an error with the reason and the hint if it was refused. */
export function payloadOf<T extends Refusal>(answer: T, expected: string): T {
  if (answer.__typename === expected) return answer;
  const problems = (answer as { problems?: readonly { path: string; message: string }[] }).problems ?? [];
  const places = problems.map(({ path, message }) => `\n  ${path}: ${message}`).join("");
  throw new Error(`${answer.code}: ${answer.message}${answer.hint ? ` ${answer.hint}` : ""}${places}`);
}
