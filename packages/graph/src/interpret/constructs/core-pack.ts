/** The pack of the node types that the machine itself carries out. */
export const CORE_PACK = { name: "@tempograph/graph", version: "1" } as const;
