import { Text } from "@mantine/core";
import { isObject } from "@tempograph/graph";
import type { ReactElement } from "react";
import { Ago, JsonView } from "../../ui/index.ts";

/** How an approval was decided, by whom and when. */
export function Decision({ decision }: { readonly decision: unknown }): ReactElement {
  if (!isObject(decision)) return <JsonView title="The decision" value={decision} />;
  const { decision: how, by, at, data } = decision;
  return (
    <>
      <Text size="sm" component="div">
        {String(how)} by {String(by)} {typeof at === "string" && <Ago at={at} />}
      </Text>
      {data != null && <JsonView title="What was answered" value={data} />}
    </>
  );
}
