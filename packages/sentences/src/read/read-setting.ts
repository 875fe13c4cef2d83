import { isObject, type GraphSettings, type JsonObject } from "@tempograph/graph";
import { LANE_FIELD, LANE_PATTERN, POLICIES, policyField, SCALAR_POLICY } from "../language/policies.ts";
import { isStatementEnd } from "./read-step.ts";
import { readPattern } from "./read-pattern.ts";
import type { Read, Reading } from "./reading.ts";

/** A sentence about the whole workflow: a start policy, the lane of its steps, or settings as JSON. */
export function readSetting(reading: Reading, from: number): Read<GraphSettings> | null {
  for (const { policy, pattern } of POLICIES) {
    for (const { at, fields } of readPattern(reading, from, pattern, policyField)) {
      if (!isStatementEnd(reading, at)) continue;
      const own = Object.fromEntries(fields) as JsonObject;
      const value = { start: { [policy]: policy === SCALAR_POLICY ? own[policy]! : own } };
      return { value: value as GraphSettings, at };
    }
  }
  for (const { at, fields } of readPattern(reading, from, LANE_PATTERN, () => LANE_FIELD)) {
    if (isStatementEnd(reading, at)) return { value: Object.fromEntries(fields) as GraphSettings, at };
  }
  const behind = reading.words(from, ["settings"]);
  const { kind, value } = reading.at(behind ?? from);
  return behind !== null && kind === "json" && isObject(value)
    ? { value: value as GraphSettings, at: behind + 1 }
    : null;
}

/** Settings of several sentences together. */
export function joinSettings(before: GraphSettings | undefined, more: GraphSettings): GraphSettings {
  const start = { ...before?.start, ...more.start };
  return { ...before, ...more, ...(Object.keys(start).length > 0 && { start }) };
}
