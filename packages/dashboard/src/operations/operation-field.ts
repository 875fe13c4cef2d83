/** Something that a person fills in before an operation. Its name is that of the field of the operation's input. */
export interface OperationField {
  readonly name: string;
  readonly label: string;
  readonly about?: string;
  readonly kind: "text" | "json" | { readonly choices: readonly { readonly value: string; readonly label: string }[] };
  readonly isRequired?: boolean;
  /** What stands in it at first. */
  readonly initial?: unknown;
}

/** Why a person does it. */
export const REASON: OperationField = {
  name: "reason",
  label: "Reason",
  about: "For people who look at it later.",
  kind: "text",
};

/** The name of a signal, under the name that the operation has for it, and its payload. */
export function signalFields(name: string): readonly OperationField[] {
  return [
    { name, label: "Name of the signal", kind: "text", isRequired: true },
    { name: "payload", label: "Payload", about: "Any JSON.", kind: "json" },
  ];
}

/** Which version runs when something runs again. `same` says what stays the same. */
export function versionField(same: string): OperationField {
  const choices = [
    { value: "SAME", label: same },
    { value: "PUBLISHED", label: "The version that is published now" },
  ];
  return { name: "version", label: "Version", kind: { choices }, initial: "SAME" };
}
