import type { Fix, Problem } from "@tempograph/graph";
import { Anchor, Badge, Button, Group, List, ScrollArea, Text, UnstyledButton } from "@mantine/core";
import type { ReactElement } from "react";

interface Props {
  readonly problems: readonly Problem[];
  readonly onShow: (node: string) => void;
  readonly onFix?: ((fix: Fix) => void) | undefined;
}

/** Everything that publishing would report. A click leads to the node; where the cure is mechanical, one click does it. */
export function ProblemsList({ problems, onShow, onFix }: Props): ReactElement {
  return (
    <section aria-label="Problems">
      <ScrollArea.Autosize mah="9rem" type="auto" viewportProps={{ tabIndex: 0 }}>
        <List size="sm" listStyleType="none" spacing={4}>
          {problems.map(({ code, severity, node, path, message, hint, fix }) => (
            <List.Item key={`${code} ${path} ${message}`}>
              <Group gap="xs" wrap="nowrap" align="flex-start">
                <Badge size="sm" variant="light" color={severity === "error" ? "red" : "yellow"}>
                  {severity}
                </Badge>
                <div>
                  {node === undefined ? (
                    <Text span size="sm">
                      {message}
                    </Text>
                  ) : (
                    <UnstyledButton onClick={() => onShow(node)}>
                      <Text span size="sm" td="underline">
                        {node}
                      </Text>
                      <Text span size="sm">
                        {" "}
                        {message}
                      </Text>
                    </UnstyledButton>
                  )}{" "}
                  <Text span size="sm" c="dimmed">
                    {hint}
                  </Text>{" "}
                  <Anchor size="xs" underline="always" href={`/errors/${code}`} target="_blank" rel="noreferrer">
                    {code}
                  </Anchor>{" "}
                  {fix !== undefined && onFix !== undefined && (
                    <Button size="compact-xs" variant="default" onClick={() => onFix(fix)}>
                      {fix.title}
                    </Button>
                  )}
                </div>
              </Group>
            </List.Item>
          ))}
        </List>
      </ScrollArea.Autosize>
    </section>
  );
}

/** How many errors and warnings each node has, for its card. */
export function countByNode(
  problems: readonly Problem[],
): ReadonlyMap<string, { readonly errors: number; readonly warnings: number }> {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const { node, severity } of problems) {
    if (node === undefined) continue;
    const count = counts.get(node) ?? { errors: 0, warnings: 0 };
    count[severity === "error" ? "errors" : "warnings"] += 1;
    counts.set(node, count);
  }
  return counts;
}
