export { registerNodeTypes } from "./register-node-types.ts";
export { listNodeTypes } from "./list-node-types.ts";
