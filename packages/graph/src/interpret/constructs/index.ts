import type { NodeTypeManifest } from "../../definition/node-type.ts";
import type { Construct } from "../construct.ts";
import { activity } from "./activity.ts";
import { approval } from "./approval.ts";
import { branch } from "./branch.ts";
import { callWorkflow } from "./call-workflow.ts";
import { delay } from "./delay.ts";
import { end } from "./end.ts";
import { fail } from "./fail.ts";
import { forEach } from "./for-each.ts";
import { lock } from "./lock.ts";
import { parallel } from "./parallel.ts";
import { race } from "./race.ts";
import { repeat } from "./repeat.ts";
import { set } from "./set.ts";
import { sleepUntil } from "./sleep-until.ts";
import { start } from "./start.ts";
import { switchNode } from "./switch.ts";
import { transform } from "./transform.ts";
import { tryNode } from "./try.ts";
import { waitForEvent } from "./wait-for-event.ts";
import { waitForSignal } from "./wait-for-signal.ts";
import { whileNode } from "./while.ts";

const machineConstructs: readonly Construct[] = [
  start,
  branch,
  switchNode,
  set,
  transform,
  end,
  fail,
  delay,
  sleepUntil,
  waitForSignal,
  waitForEvent,
  approval,
  forEach,
  repeat,
  whileNode,
  race,
  tryNode,
  parallel,
  lock,
  callWorkflow,
];

const byType = new Map(machineConstructs.map((construct) => [construct.manifest!.type, construct]));

/** What carries out a node of that type. */
export function constructOf(node: { readonly type: string; readonly runs: "machine" | "activity" }): Construct {
  if (node.runs === "activity") return activity;
  const construct = byType.get(node.type);
  if (construct === undefined) throw new Error(`Node type "${node.type}" is not one that this machine carries out.`);
  return construct;
}

/** The node types that the machine carries out by itself: they cost no history event but their timers. */
export const coreNodeTypes: readonly NodeTypeManifest[] = machineConstructs.map((construct) => construct.manifest!);
