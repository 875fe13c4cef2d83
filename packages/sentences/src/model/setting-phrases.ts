import { canonicalJson, isObject, type GraphSettings, type Json, type JsonObject } from "@tempograph/graph";
import { LANE_FIELD, LANE_PATTERN, POLICIES, policyField, SCALAR_POLICY } from "../language/policies.ts";
import { tokensOf } from "../language/tokens-of.ts";
import { readSetting } from "../read/read-setting.ts";
import { Reading } from "../read/reading.ts";
import { patternPieces } from "./pattern-pieces.ts";
import { piecesText, slot, words } from "./pieces.ts";
import type { Phrase } from "./sentences.ts";

const PATH = "/graph/settings";

/** The settings of the whole workflow: a line for each start policy, for the lane, and one in JSON for what has no words. */
export function settingPhrases(settings: GraphSettings): readonly Phrase[] {
  const { durability, start = {}, ...others } = settings;
  const lines: Phrase[] = [];
  const rest: Record<string, Json> = { ...(others as JsonObject) };
  const policies: Record<string, Json> = { ...(start as JsonObject) };
  for (const { policy, pattern } of POLICIES) {
    const value = policies[policy];
    if (value === undefined) continue;
    const path = policy === SCALAR_POLICY ? `${PATH}/start` : `${PATH}/start/${policy}`;
    const data = policy === SCALAR_POLICY ? { [policy]: value } : value;
    const filled = isObject(data) ? patternPieces(pattern, { data, path, field: policyField }) : null;
    if (filled === null) continue;
    const line: Phrase = { kind: "setting", path: `${PATH}/start/${policy}`, pieces: filled.pieces };
    if (!isReadAs(line, { start: { [policy]: value } })) continue;
    lines.push(line);
    delete policies[policy];
  }
  if (Object.keys(policies).length > 0) rest["start"] = policies;
  if (durability !== undefined) {
    const filled = patternPieces(LANE_PATTERN, { data: { durability }, path: PATH, field: () => LANE_FIELD });
    lines.push({ kind: "setting", path: `${PATH}/durability`, pieces: filled!.pieces });
  }
  if (Object.keys(rest).length > 0)
    lines.push({ kind: "setting", path: PATH, pieces: [words("settings"), slot(PATH, rest, { type: "json" })] });
  return lines;
}

function isReadAs({ pieces }: Phrase, settings: JsonObject): boolean {
  const read = readSetting(new Reading(tokensOf(piecesText(pieces))), 0);
  return read !== null && canonicalJson(read.value as unknown as Json) === canonicalJson(settings);
}
