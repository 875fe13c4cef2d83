import type { Principal } from "../access/principal.ts";
import { builder } from "./builder.ts";

builder.objectRef<Principal>("Viewer").implement({
  description: "Who calls.",
  fields: (f) => ({
    name: f.exposeString("name", { description: "Name of the token; approvals call it `user:<name>`." }),
    roles: f.stringList({
      description: "Its roles; approvals call them `role:<role>`.",
      resolve: (v) => [...v.roles],
    }),
  }),
});
