import { fileURLToPath } from "node:url";
import { workflowBundle } from "../workflow-bundle.ts";

/** The real workflow bundle, which is kept between test runs. */
export function testBundle(encodeFailures = false): Promise<{ readonly codePath: string }> {
  return workflowBundle(fileURLToPath(new URL("../../dist/test-cache", import.meta.url)), { encodeFailures });
}
