import { Grid, Paper, Stack, Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { type Definition, type Graph, type NodeTypeManifest, type StepState } from "@tempograph/graph";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { ApiError } from "../../data/index.ts";
import { ErrorPanel } from "../../ui/index.ts";
import type { Execution } from "./documents.ts";
import { ExecutionHeader } from "./execution-header.tsx";
import { TABS, type ExecutionSearch, type Tab } from "./execution-search.ts";
import { GraphAsExecuted } from "./graph-as-executed.tsx";
import { namesOf } from "../../canvas/view/node-words.ts";
import { picksFor, shownSteps } from "../../replay/iterations.ts";
import type { Attempt } from "./model/recording.ts";
import { isOpenStatus, toGraphqlStatus } from "./model/status-names.ts";
import { stepKeys } from "./model/step-keys.ts";
import { stepWords } from "./model/step-words.ts";
import { whyWaiting } from "./model/why-waiting.ts";
import { MomentData } from "./moment-data.tsx";
import { OperationButtons } from "./operations/operation-buttons.tsx";
import type { Subject } from "./operations/possible.ts";
import { RawHistory } from "./raw-history.tsx";
import { Scrubber } from "../../replay/scrubber.tsx";
import { StepPanel } from "./step/step-panel.tsx";
import { Timeline } from "./timeline.tsx";
import { useInputs } from "./use-inputs.ts";
import { useRecording } from "./use-recording.ts";
import { MOST_WAITS, Waits } from "./waits.tsx";

const route = getRouteApi("/executions/$id");
const TAB_TITLES: Readonly<Record<Tab, string>> = { timeline: "Timeline", data: "Data", history: "Raw history" };

interface Props {
  readonly execution: Execution;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
}

/** One execution: its graph, its timeline and its data at any moment, live, and everything that can be done to it. */
export function ExecutionView({ execution, nodeTypes }: Props): ReactElement {
  const { id, status, paused, event, version, failure, pendingBecause, missingSince, taskFailsSince, taskFailure } =
    execution;
  const definition = version.definition as Definition;
  const graph = version.graph as Graph;
  const names = useMemo(() => namesOf(graph.nodes, nodeTypes), [graph.nodes, nodeTypes]);
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph]);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const show = useCallback(
    (change: ExecutionSearch & { readonly moment?: number | undefined; readonly step?: string | undefined }) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
  const [picks, setPicks] = useState<ReadonlyMap<string, number>>(new Map());
  const { recording, latest, error } = useRecording(id, definition);

  const isNow = search.moment === undefined;
  const moment = useMemo(
    () => (search.moment === undefined ? latest.moment : recording.player.at(search.moment)),
    [recording, search.moment, latest],
  );
  const shown = useMemo(() => shownSteps(moment.steps, picks), [moment, picks]);
  const isOpen = isOpenStatus(status);
  const isWaiting = isOpen || !isNow;
  const open = useMemo(
    () => (isWaiting ? whyWaiting(moment.steps, false).slice(0, MOST_WAITS) : []).map(({ path }) => path),
    [moment, isWaiting],
  );
  const inputs = useInputs(id, open);
  const waits = useMemo(
    () =>
      isWaiting
        ? whyWaiting(
            moment.steps,
            moment.isPaused,
            inputs,
            (path) => stepWords(path, nodes, nodeTypes),
            isNow ? recording.attempts : undefined,
          )
        : [],
    // oxlint-disable-next-line react/exhaustive-deps -- the recording is always the same object; `latest` changes with it
    [moment, isWaiting, inputs, nodes, nodeTypes, isNow, latest],
  );
  const selected = search.step;
  const selectedStep = selected === undefined ? undefined : moment.steps.get(selected);
  const subject = useMemo(
    (): Subject => ({ executionId: id, eventId: event.id, status, isPaused: paused }),
    [id, event.id, status, paused],
  );

  const selectPath = useCallback(
    (path: string): void => {
      setPicks((before) => picksFor(path, before));
      show({ step: path });
    },
    [show],
  );
  const selectNode = (node: string | undefined): void => {
    const path = node === undefined ? undefined : shown.byNode.get(node)?.path;
    if (path !== selected) show({ step: path });
  };
  const keys = useMemo(
    () => (selected === undefined ? [] : stepKeys(id, selected, recording.player.entries)),
    // oxlint-disable-next-line react/exhaustive-deps -- the recording is always the same object; `latest` changes with it
    [id, selected, recording, latest],
  );
  const statusThen = isNow ? undefined : toGraphqlStatus(recording.statusAt(moment.at ?? 0));

  return (
    <Stack gap="md">
      <ExecutionHeader execution={execution} statusThen={statusThen} />
      <OperationButtons subject={subject} of="execution" />
      <ErrorPanel error={error} title="The page is not live" />
      {failure !== null && <ErrorPanel error={new ApiError(failure)} title="The execution failed" />}
      <Waits
        {...{ waits }}
        pendingBecause={isNow ? pendingBecause : null}
        missingSince={isNow && isOpen ? missingSince : null}
        failingTask={
          isNow && isOpen && taskFailsSince !== null ? { since: taskFailsSince, message: taskFailure } : null
        }
        onSelect={selectPath}
      />
      <Grid>
        <Grid.Col span={{ base: 12, md: selected === undefined ? 12 : 7 }}>
          <Paper withBorder p="xs">
            <GraphAsExecuted
              label={`Graph of execution ${id}`}
              {...{ graph, definition, nodeTypes, moment, shown }}
              selected={selectedStep?.nodeId}
              onSelect={selectNode}
              onPick={(loop, round) => setPicks((before) => new Map([...before, [loop, round]]))}
            />
          </Paper>
        </Grid.Col>
        {selected !== undefined && (
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Paper withBorder p="md">
              <StepPanel
                subject={subject}
                path={selected}
                name={selectedStep === undefined ? undefined : names.get(selectedStep.nodeId)}
                state={selectedStep}
                at={isNow ? null : (moment.at ?? 0)}
                keys={keys}
                told={told(latest.moment.steps.get(selected), recording.attempts.get(selected))}
                isLive={isOpen}
                onClose={() => show({ step: undefined })}
              />
            </Paper>
          </Grid.Col>
        )}
      </Grid>
      <Paper withBorder p="sm">
        <Scrubber
          entries={recording.player.entries}
          moment={search.moment}
          onChange={(chosen) => show({ moment: chosen })}
        />
      </Paper>
      <Tabs value={search.tab ?? "timeline"} onChange={(tab) => show({ tab: tab as Tab })}>
        <Tabs.List>
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {TAB_TITLES[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="timeline" pt="sm">
          <Timeline
            steps={latest.steps}
            names={names}
            attempts={recording.attempts}
            isOpen={isOpen}
            at={isNow ? null : moment.at}
            selected={selected}
            onSelect={selectPath}
          />
        </Tabs.Panel>
        <Tabs.Panel value="data" pt="sm">
          {search.tab === "data" && (
            <MomentData id={id} moment={moment} hasEnded={!isOpenStatus(statusThen ?? status)} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="sm">
          {search.tab === "history" && <RawHistory id={id} />}
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

/** Another text whenever an update of a step has come that changes what is stored of it. */
function told(step: StepState | undefined, attempts: readonly Attempt[] = []): string {
  const ended = attempts.filter(({ endedAt }) => endedAt !== null).length;
  return JSON.stringify([step?.status, step?.startedAt, step?.endedAt, attempts.length, ended]);
}
