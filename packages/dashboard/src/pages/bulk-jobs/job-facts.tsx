import { Code, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { BulkJob } from "./documents.ts";

/** With what the job was started: the filter that chose the executions, and the input of the operation. */
export function JobFacts({ job: { filter, searched, input } }: { readonly job: BulkJob }): ReactElement {
  const { ids, ...fields } = given(filter);
  const chosen = { ...fields, ...given(searched) };
  const asked = given(input);
  return (
    <>
      <Text size="sm">
        {Array.isArray(ids) ? "Its executions were chosen one by one. " : "It took all executions that fitted "}
        {Object.keys(chosen).length > 0 ? <Code>{JSON.stringify(chosen)}</Code> : !Array.isArray(ids) && "no filter"}
        {!Array.isArray(ids) && " when it began."}
      </Text>
      {Object.keys(asked).length > 0 && (
        <Text size="sm">
          With <Code>{JSON.stringify(asked).slice(0, 300)}</Code>
        </Text>
      )}
    </>
  );
}

/** The fields of an object that have a value. */
function given(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}
