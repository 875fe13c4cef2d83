import { print } from "@0no-co/graphql.web";
import type { TadaDocumentNode } from "gql.tada";

/** A document with the types of its answer and of its variables. */
export type ApiDocument<Data, Variables> = TadaDocumentNode<Data, Variables>;

interface DocumentText {
  readonly name: string;
  /** As it is sent. */
  readonly text: string;
  /** The type of its variable `input`, if it has one. */
  readonly inputType: string | undefined;
}

const known = new WeakMap<object, DocumentText>();

/** A document as it is sent, and what it says of itself. */
export function textOf<Data, Variables>(document: ApiDocument<Data, Variables>): DocumentText {
  const before = known.get(document);
  if (before !== undefined) return before;
  const definition = document.definitions.find((one) => one.kind === "OperationDefinition");
  const input = definition?.variableDefinitions?.find(({ variable }) => variable.name.value === "input");
  const made = {
    name: definition?.name?.value ?? "unnamed",
    text: print(document),
    inputType: input && print(input.type).replace("!", ""),
  };
  known.set(document, made);
  return made;
}
