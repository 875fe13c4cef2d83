import {
  canonicalJson,
  describeTrigger,
  isObject,
  pointer,
  triggerId,
  triggerKind,
  type Json,
  type JsonObject,
  type Trigger,
} from "@tempograph/graph";
import { TRIGGER_WORDINGS, type TriggerWording } from "../language/trigger-wording.ts";
import { tokensOf } from "../language/tokens-of.ts";
import { idText } from "../language/value-text.ts";
import { readTrigger } from "../read/read-trigger.ts";
import { Reading } from "../read/reading.ts";
import { conditionSlot } from "./condition-pieces.ts";
import { patternPieces, withPieces, type Filling } from "./pattern-pieces.ts";
import { piecesText, slot, words } from "./pieces.ts";
import type { Piece } from "./sentences.ts";

/** What starts the workflow, behind "when". A trigger of an unknown kind, or with fields that no kind has, is written as JSON. */
export function triggerPieces({ id, ...unnamed }: Trigger, index: number): readonly Piece[] {
  const path = pointer("triggers", index);
  // The id that a trigger has by its position need not be said.
  const trigger = (
    id === undefined || id === triggerId(unnamed as Trigger, index) ? unnamed : { id, ...unnamed }
  ) as Trigger;
  const wording = TRIGGER_WORDINGS.find(({ description }) => description === describeTrigger(trigger));
  const filling = wording === undefined ? null : fillingOf(trigger, path, wording);
  if (wording !== undefined && filling !== null) {
    for (const pattern of wording.patterns) {
      const filled = patternPieces(pattern, filling);
      if (filled === null) continue;
      const pieces = [...filled.pieces, ...withPieces(filling, filled.said), ...restPieces(trigger, path)];
      if (isReadAs(pieces, trigger)) return pieces;
    }
  }
  return [words("the trigger"), slot(path, trigger as unknown as Json, { type: "json" }), words("fires")];
}

function fillingOf(trigger: Trigger, path: string, wording: TriggerWording): Filling | null {
  const field = (name: string) => wording.field(name);
  if (!wording.isPlain) {
    const config = trigger.config ?? {};
    return isObject(config) ? { data: config, path: `${path}/config`, field } : null;
  }
  const { id: _id, kind: _kind, condition: _condition, when: _when, config: _config, ...data } = trigger;
  return { data: data as JsonObject, path, field };
}

function restPieces({ condition, when, id }: Trigger, path: string): readonly Piece[] {
  const isList = isObject(condition) && Object.hasOwn(condition, "or");
  return [
    ...(condition === undefined ? [] : [words("and"), conditionSlot(condition, `${path}/condition`, isList)]),
    ...(when === undefined ? [] : [words("provided"), slot(`${path}/when`, when as unknown as Json, { type: "json" })]),
    ...(id === undefined ? [] : [words("as"), { kind: "name", text: idText(id) } as const]),
  ];
}

function isReadAs(pieces: readonly Piece[], trigger: Trigger): boolean {
  const reading = new Reading(tokensOf(piecesText(pieces)));
  const read = readTrigger(reading, 0);
  return read !== null && reading.at(read.at).kind === "end" && plain(read.value) === plain(trigger);
}

/** A trigger without a kind is one on events. A source trigger without a config has an empty one. */
function plain(trigger: Trigger): string {
  const kind = triggerKind(trigger);
  return canonicalJson({ ...trigger, kind } as unknown as Json);
}
