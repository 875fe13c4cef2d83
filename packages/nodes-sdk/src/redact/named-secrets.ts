import { isSecretName, type Json } from "@tempograph/graph";
import { parseUrl } from "../egress/parse-url.ts";

/** The values in a configuration that are secret by the name of their field (`password`, `apiKey`), and passwords in URLs. */
export function namedSecrets(name: string, value: Json | undefined, isSecret = isSecretName(name)): string[] {
  if (typeof value === "string") {
    const password = parseUrl(value)?.password ?? "";
    return [...(isSecret ? [value] : []), ...(password === "" ? [] : [password, decoded(password)])];
  }
  if (typeof value === "number") return isSecret ? [String(value)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, each]) => namedSecrets(field, each, isSecret || isSecretName(field)));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
