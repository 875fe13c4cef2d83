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

/** The construct that carries out a node of this type. */
export function constructOf(node: { readonly type: string; readonly runs: "machine" | "activity" }): Construct {
  if (node.runs === "activity") return activity;
  const construct = byType.get(node.type);
  if (construct === undefined) throw new Error(`Node type "${node.type}" is not one that this machine carries out.`);
  return construct;
}

/** The descriptor of a node type of the language; undefined for types of node packs and for unknown types. */
export function descriptorOf(type: string): ConstructDescriptor | undefined {
  return byType.get(type);
}

/** Whether nodes of this type are containers: other nodes can name them as `parentId`. */
export function isContainer(type: string): boolean {
  return byType.get(type)?.container !== undefined;
}

/** The descriptors of all constructs of the language, in a fixed order. */
export const constructDescriptors: readonly ConstructDescriptor[] = machineConstructs;

/** The manifests of the node types that the machine itself carries out. */
export const coreNodeTypes: readonly NodeTypeManifest[] = machineConstructs.map((construct) => construct.manifest!);
