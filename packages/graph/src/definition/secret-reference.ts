/**
 * The place where a secret is kept, such as `vault:secret/crm#token`, if a stored value names one: `{ "from": "vault:secret/crm#token" }`.
 * Undefined: the value is the secret itself. API and worker have to agree on this, because the API allows only some callers to name a place.
 */
export function secretReferenceOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 1) return undefined;
  const { from } = value as { readonly from?: unknown };
  return typeof from === "string" ? from : undefined;
}
