import { createRequire } from "node:module";

/** The SDK's own converter, with which tests compare ours. */
export const { historyToJSON } = createRequire(import.meta.url)("@temporalio/common/lib/proto-utils") as {
  historyToJSON(history: { readonly events: readonly unknown[] }): string;
};
