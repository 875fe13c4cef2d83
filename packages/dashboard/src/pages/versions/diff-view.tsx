import { Badge, Box, Code, Group, List, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { isObject } from "@tempograph/graph";
import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { Empty, ErrorPanel, QueryView } from "../../ui/index.ts";
import { diffLines } from "./diff-lines.ts";
import { DiffQuery, type Diff } from "./documents.ts";

interface Props {
  readonly workflowId: string;
  /** A version's number, or `DRAFT`. */
  readonly from: string;
  readonly to: string;
}

/** What differs between two versions: in sentences, and node by node. */
export function DiffView({ workflowId: id, from, to }: Props): ReactElement {
  const query = useApi(DiffQuery, { id, from, to, fromVersion: from, toVersion: to }, { keepsPrevious: true });
  return (
    <QueryView query={query}>
      {({ workflowDiff, before, after }) => {
        if (workflowDiff.__typename !== "WorkflowDiff") return <ErrorPanel error={new Error(workflowDiff.message)} />;
        if (workflowDiff.identical) return <Empty title="Nothing differs">Both have the same content.</Empty>;
        const texts = before.__typename === "WorkflowSentences" && after.__typename === "WorkflowSentences";
        return (
          <Stack>
            {workflowDiff.sameMeaning && (
              <Text size="sm">Only the picture differs. Executions of both do the same.</Text>
            )}
            {texts && <SentenceDiff before={before.text} after={after.text} />}
            <ElementDiff diff={workflowDiff} />
          </Stack>
        );
      }}
    </QueryView>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−" } as const;
const COLORS = { same: undefined, added: "green", removed: "red" } as const;

function SentenceDiff({ before, after }: { readonly before: string; readonly after: string }): ReactElement {
  return (
    <Box component="section" aria-label="What differs, in sentences">
      {diffLines(before, after).map(({ kind, text }, index) => (
        <Text
          key={index}
          size="sm"
          px="xs"
          {...(COLORS[kind] !== undefined && { bg: `var(--mantine-color-${COLORS[kind]}-light)` })}
          style={{ whiteSpace: "pre-wrap" }}
        >
          <span aria-hidden>{SIGNS[kind]} </span>
          {kind !== "same" && <VisuallyHidden>{kind}: </VisuallyHidden>}
          {text}
        </Text>
      ))}
    </Box>
  );
}

function ElementDiff({ diff }: { readonly diff: Diff }): ReactElement {
  const { nodes, edges, settings } = diff;
  const idOf = (node: unknown): string => (isObject(node) ? String(node["id"]) : "?");
  return (
    <Box component="section">
      <Title order={3} size="h5">
        Node by node
      </Title>
      <List size="sm" mt="xs">
        {nodes.added.map((node) => (
          <Change key={`+${idOf(node)}`} how="added" what={idOf(node)} />
        ))}
        {nodes.removed.map((node) => (
          <Change key={`-${idOf(node)}`} how="removed" what={idOf(node)} />
        ))}
        {nodes.changed
          .filter(({ layout }) => !layout)
          .map(({ id, changes }) => (
            <Change key={id} how="changed" what={id}>
              {changes.filter(({ layout }) => !layout)}
            </Change>
          ))}
        {edges.added.length + edges.removed.length > 0 && (
          <List.Item>
            {edges.added.length} connections added, {edges.removed.length} removed
          </List.Item>
        )}
        {settings.length > 0 && (
          <Change how="changed" what="the settings">
            {settings}
          </Change>
        )}
      </List>
    </Box>
  );
}

interface ChangeProps {
  readonly how: "added" | "removed" | "changed";
  readonly what: string;
  readonly children?: Diff["settings"];
}

function Change({ how, what, children = [] }: ChangeProps): ReactElement {
  const color = { added: "green", removed: "red", changed: "yellow" }[how];
  return (
    <List.Item>
      <Group gap={6}>
        <Badge variant="light" color={color} radius="sm" tt="none">
          {how}
        </Badge>
        <Code>{what}</Code>
      </Group>
      {children.map(({ path, before, after }) => (
        <Text key={path} size="xs" style={{ overflowWrap: "anywhere" }}>
          {path}: {short(before)} → {short(after)}
        </Text>
      ))}
    </List.Item>
  );
}

const short = (value: unknown): string => (value == null ? "nothing" : (JSON.stringify(value) ?? "").slice(0, 200));
