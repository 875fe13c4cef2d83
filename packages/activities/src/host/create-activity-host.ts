import { hostname } from "node:os";
import { CONNECTION_SIGN_IN_NODE, CONNECTION_TEST_NODE, type JsonObject } from "@tempograph/graph";
import {
  connectionTypeManifest,
  manifestOf,
  MAX_OUTPUT_BYTES,
  type NodePack,
  redactText,
  sourceManifest,
} from "@tempograph/nodes-sdk";
import type { Logger } from "@tempograph/runtime";
import type { ActivityHost, ActivityHostOptions, NodeActivity } from "./activity-host.ts";
import { assertTypesUnique } from "./assert-types-unique.ts";
import { connectionSignInNode } from "./connection-sign-in-node.ts";
import { connectionTestNode } from "./connection-test-node.ts";
import { executionFetch } from "./execution-fetch.ts";
import { hostActivity } from "./host-activity.ts";
import type { HostParts } from "./host-parts.ts";
import { createPollSource } from "./poll-source.ts";
import { createPrepareLookup } from "./prepare-lookup.ts";
import { unknownType } from "./unknown-type.ts";

/**
 * Turns node packs into Temporal activities: activity type = node type.
 *
 * @throws Error when two packs bring the same node type, a pack's configuration does not fit its schema, or an entry of
 *   `egress.allow` cannot be read
 */
export function createActivityHost(options: ActivityHostOptions): ActivityHost {
  const { packs, logger } = options;
  assertTypesUnique(packs);
  const connectionTypes = new Map(
    packs.flatMap(({ connections = [] }) => connections.map((each) => [each.type, each])),
  );
  const fetch = executionFetch(options.egress, options.egressRules);
  const parts: HostParts = {
    fetch,
    connections: { find: options.findConnection, types: connectionTypes },
    maxOutputBytes: options.maxOutputBytes ?? MAX_OUTPUT_BYTES,
    worker: options.worker ?? `${process.pid}@${hostname()}`,
    reportAttempt: guarded(options.onAttempt, logger),
    reportLog: guarded(options.onLog, logger),
    logFailure: (failure, stack) =>
      logger?.debug(
        { ...failure, stack: stack === undefined ? undefined : redactText(stack) },
        `Attempt failed: ${failure.code}`,
      ),
  };

  const activities: Record<string, NodeActivity> = { default: unknownType(packs, parts) };
  const configured = packs.map((pack) => ({ pack, config: checkedConfig(pack, options.config) }));
  for (const { pack, config } of configured) {
    for (const node of pack.nodes) activities[node.type] = hostActivity(node, config, parts);
  }
  if (connectionTypes.size > 0)
    activities[CONNECTION_TEST_NODE] = hostActivity(connectionTestNode(connectionTypes), {}, parts);
  const signIn = options.takeSignIn && connectionSignInNode(connectionTypes, options.takeSignIn);
  if (signIn !== undefined) activities[CONNECTION_SIGN_IN_NODE] = hostActivity(signIn, {}, parts);
  const manifests = packs.flatMap((pack) => pack.nodes.map((node) => manifestOf(node, pack))).toSorted(byType);
  const connectionManifests = packs
    .flatMap((pack) => (pack.connections ?? []).map((type) => connectionTypeManifest(type, pack)))
    .toSorted(byType);
  const sourceTypes = packs
    .flatMap((pack) => (pack.sources ?? []).map((source) => sourceManifest(source, pack)))
    .toSorted(byType);
  const pollSource = createPollSource(configured, parts, options.maxPollMs);
  const prepareLookup = createPrepareLookup(configured, parts, options.maxLookupMs);
  return {
    ...{ activities, manifests, sourceTypes, pollSource, prepareLookup, connectionTypes: connectionManifests },
    close: () => fetch.close(),
  };
}

function byType(a: { readonly type: string }, b: { readonly type: string }): number {
  return a.type < b.type ? -1 : 1;
}

/** The message names fields but never values, because the configuration contains secrets (I10). */
function checkedConfig(pack: NodePack, configs: ActivityHostOptions["config"] = {}): JsonObject {
  const config = Object.hasOwn(configs, pack.name) ? (configs[pack.name] ?? {}) : {};
  const result = pack.config?.safeParse(config);
  if (result === undefined || result.success) return config;
  const problems = result.error.issues
    .map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`)
    .join("; ");
  throw new Error(
    `The configuration of the node pack ${pack.name} does not fit: ${problems}. Correct "packs" in tempograph.config.json.`,
  );
}

/** A report must not fail a step. */
function guarded<Report>(
  report: ((report: Report) => void) | undefined,
  logger: Logger | undefined,
): (report: Report) => void {
  return (value) => {
    try {
      report?.(value);
    } catch (error) {
      logger?.error({ err: error }, "A report of a step was lost.");
    }
  };
}
