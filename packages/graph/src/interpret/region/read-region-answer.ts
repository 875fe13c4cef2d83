import type { LeftStep, RegionEvent, RegionStepAnswer } from "./region.ts";

/**
 * Reads what the local activity of a region returned, the same live and from a history. What is no `RegionAnswer` means that the region failed:
 * its steps run one by one then.
 */
export function readRegionAnswer(value: unknown): RegionEvent {
  if (!isObject(value)) return { kind: "regionFailed" };
  const { at, batches, left } = value;
  const isAnswer =
    typeof at === "number" &&
    Array.isArray(batches) &&
    batches.every((batch) => Array.isArray(batch) && batch.every(isStepAnswer)) &&
    Array.isArray(left) &&
    left.every(isLeftStep);
  return isAnswer ? { kind: "regionAnswered", answer: { at, batches, left } } : { kind: "regionFailed" };
}

function isStepAnswer(value: unknown): value is RegionStepAnswer {
  if (!isObject(value) || typeof value["path"] !== "string") return false;
  if (value["kind"] === "stepSucceeded") return value["output"] !== undefined;
  if (value["kind"] === "stepFailed") return isObject(value["failure"]) && typeof value["failure"]["code"] === "string";
  return value["kind"] === "stepCancelled";
}

function isLeftStep(value: unknown): value is LeftStep {
  return (
    isObject(value) &&
    typeof value["path"] === "string" &&
    typeof value["attempts"] === "number" &&
    typeof value["notBefore"] === "number"
  );
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
