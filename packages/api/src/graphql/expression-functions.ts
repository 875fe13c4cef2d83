import type { ConditionOperator, ExpressionFunction } from "@tempograph/graph";
import { builder } from "./builder.ts";

const ExpressionFunctionKind = builder.enumType("ExpressionFunctionKind", {
  description: "How a function of templates is called.",
  values: {
    FUNCTION: { value: "function", description: "`round(1.5)`" },
    METHOD: { value: "method", description: '`"a".upper()`' },
  } as const,
});

builder.objectRef<ExpressionFunction>("ExpressionFunction").implement({
  description: "A function that `{{ … }}` templates can call.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name. A function and a method may share one." }),
    kind: t.field({ type: ExpressionFunctionKind, description: "How it is called.", resolve: (f) => f.kind }),
    group: t.exposeString("group", { description: "text, numbers, lists, maps, dates, JSON, encoding …" }),
    signature: t.exposeString("signature", { description: "What it takes and gives." }),
    description: t.exposeString("description", { description: "What it does." }),
    example: t.exposeString("example", { description: "An expression, without the braces." }),
    result: t.field({ type: "JSON", nullable: true, description: "What the example gives.", resolve: (f) => f.result }),
  }),
});

builder.objectRef<ConditionOperator>("ConditionOperator").implement({
  description: "An operator of JSONLogic conditions.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "The key of its object: `==`." }),
    group: t.exposeString("group", { description: "data, logic, comparison, numbers, lists, text or other." }),
    description: t.exposeString("description", { description: "What it does." }),
    example: t.field({ type: "JSON", nullable: true, description: "A rule.", resolve: (o) => o.example }),
    result: t.field({ type: "JSON", nullable: true, description: "What the rule gives.", resolve: (o) => o.result }),
  }),
});
