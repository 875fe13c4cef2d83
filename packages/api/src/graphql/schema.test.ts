import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { printSdl, schema } from "./schema.ts";

test("schema.graphql is up to date with the types", () => {
  const committed = readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8");
  expect(
    committed === printSdl(),
    "packages/api/schema.graphql is out of date: run `pnpm --filter @tempograph/api sdl` and look at the difference",
  ).toBe(true);
});

test("every type, field, argument and enum value of ours has a description", () => {
  const bare: string[] = [];
  const look = (place: string, thing: { readonly description?: string | null | undefined }) => {
    if (!thing.description) bare.push(place);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__") || ["String", "Int", "Float", "Boolean", "ID"].includes(type.name)) continue;
    look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        look(`${type.name}.${field.name}`, field);
        if ("args" in field) for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
      }
    }
  }
  expect(bare).toEqual([]);
});
