import { workflowBundle } from "../workflow-bundle.ts";

// Bundles the interpreter into the folder of TEMPOGRAPH_CACHE_DIR, unless it is there: as the workers of stacks use it, which encrypt payloads.

await workflowBundle(process.env["TEMPOGRAPH_CACHE_DIR"]!, { encodeFailures: true });
