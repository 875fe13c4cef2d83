import { isObject, type ConditionPart } from "@tempograph/graph";

/** What one trigger made of an event, as far as the page shows it. */
export interface ShownTrigger {
  readonly id: string;
  readonly condition: ConditionPart | null;
}

/** Reads what the API gives as JSON. */
export function readTriggers(triggers: unknown): readonly ShownTrigger[] {
  if (!Array.isArray(triggers)) return [];
  return triggers.flatMap((one: unknown) =>
    isObject(one) && typeof one["id"] === "string"
      ? [
          {
            id: one["id"],
            condition: isObject(one["condition"]) ? (one["condition"] as unknown as ConditionPart) : null,
          },
        ]
      : [],
  );
}

/** The actual values of a test: `score was 72`. Constants say themselves. */
export function actualValues({ operands }: ConditionPart): string {
  return operands
    .filter(({ isConstant }) => !isConstant)
    .map(({ text, value }) => `${text} was ${JSON.stringify(value)}`)
    .join(", ");
}
