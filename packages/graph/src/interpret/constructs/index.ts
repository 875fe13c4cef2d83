import type { NodeTypeManifest } from "../../definition/node-type.ts";
import type { Construct } from "../state/construct.ts";
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
import type { ConstructDescriptor } from "../../definition/construct-descriptor.ts";

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

/** What the language knows of a node type; undefined for types of node packs, and for those that nobody knows. */
export function descriptorOf(type: string): ConstructDescriptor | undefined {
  return byType.get(type);
}

/** Whether nodes of the type hold the nodes that name them as `parentId`. */
export function isContainer(type: string): boolean {
  return byType.get(type)?.container !== undefined;
}

/** All constructs of the language, in the order in which they are listed. */
export const constructDescriptors: readonly ConstructDescriptor[] = machineConstructs;

/** The node types that the machine carries out by itself: they cost no history event but their timers. */
export const coreNodeTypes: readonly NodeTypeManifest[] = machineConstructs.map((construct) => construct.manifest!);
