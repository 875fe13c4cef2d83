import { Card, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { PageLink } from "../../ui/index.ts";
import type { ExecutionsSearch } from "../executions/executions-search.ts";

interface Props {
  readonly title: string;
  readonly of: { readonly totalCount: number; readonly totalCountCapped: boolean };
  /** Where the entries are listed. */
  readonly to: "/executions" | "/approvals";
  readonly search?: ExecutionsSearch;
}

/** A number with its name, which leads to what was counted. */
export function Count({ title, of, to, search = {} }: Props): ReactElement {
  const number = `${of.totalCount.toLocaleString("en")}${of.totalCountCapped ? "+" : ""}`;
  return (
    <Card withBorder>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text size="xl" fw={700} component="span">
        <PageLink to={to} search={search as never} inherit aria-label={`${title}: ${number}`}>
          {number}
        </PageLink>
      </Text>
    </Card>
  );
}
