import type { Fix, Problem } from "@tempograph/graph";
import { Badge, Button, Group, List, ScrollArea, Text, UnstyledButton } from "@mantine/core";
import type { ReactElement } from "react";
import { ErrorCode } from "../../ui/index.ts";

interface Props {
  readonly problems: readonly Problem[];
  /** What the nodes are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly onShow: (node: string) => void;
  readonly onFix?: ((fix: Fix) => void) | undefined;
}

/** Everything that publishing would report. A click leads to the node; where the cure is mechanical, one click does it. */
export function ProblemsList({ problems, names, onShow, onFix }: Props): ReactElement {
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
                        {names.get(node) ?? node}
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
                  <ErrorCode code={code} size="xs" />{" "}
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
