/** The pack that the machine's own node types belong to. */
export const CORE_PACK = { name: "@tempograph/graph", version: "1" } as const;
