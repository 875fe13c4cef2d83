import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, type ReactElement, type ReactNode } from "react";
import type { ResultOf } from "../../data/index.ts";
import { Ago, durationText, PageLink } from "../../ui/index.ts";
import { KillWorker } from "./kill-worker.tsx";
import { TrafficWords } from "./traffic-words.tsx";
import type { OverviewQuery } from "./overview.ts";

// The chart's library is loaded beside the page, so that the page need not wait for it. It refuses browsers whose language has a name that is
// no language tag, such as "en-US@posix"; their people get the sums.
const TrafficChart = lazy(() =>
  import("./traffic-chart.tsx").then(
    ({ TrafficChart: loaded }) => ({ default: loaded }),
    () => ({ default: TrafficWords }),
  ),
);

type Overview = ResultOf<typeof OverviewQuery>["overview"];

/** What comes in, and whether everything that takes it is alive. */
export function System({ overview }: { readonly overview: Overview }): ReactElement {
  const { minutes, waitingEvents, oldestWaitingEventAt, waitingExecutions, mirrorLagMs, workers, parts } = overview;
  return (
    <Card withBorder component="section" aria-labelledby="system">
      <Group justify="space-between">
        <Title order={2} size="h4" id="system">
          The last hour
        </Title>
        <Group gap="sm">
          {overview.canKillWorker && <KillWorker workers={workers} />}
          <PageLink to="/health" size="sm">
            Health
          </PageLink>
        </Group>
      </Group>
      <Suspense fallback={<div style={{ height: 230 }} />}>
        <TrafficChart minutes={minutes} />
      </Suspense>
      <Group gap="xl" mt="sm">
        <Fact title="Workers alive" good={workers.length > 0}>
          {workers.length === 0 ? "none" : workers.length}
        </Fact>
        {parts.map(({ name, title, ok }) => (
          <Fact key={name} title={title} good={ok}>
            {ok ? "works" : "has a problem"}
          </Fact>
        ))}
        <Fact title="Events waiting" good={waitingEvents === 0}>
          {waitingEvents.toLocaleString("en")}
          {oldestWaitingEventAt !== null && (
            <>
              , since <Ago at={oldestWaitingEventAt} />
            </>
          )}
        </Fact>
        <Fact title="Starts waiting" good={waitingExecutions === 0}>
          {waitingExecutions.toLocaleString("en")}
        </Fact>
        <Fact title="Shown after" good={mirrorLagMs === null || mirrorLagMs < 5_000}>
          {mirrorLagMs === null ? "nothing ended lately" : durationText(mirrorLagMs)}
        </Fact>
      </Group>
    </Card>
  );
}

function Fact(props: { readonly title: string; readonly good: boolean; readonly children: ReactNode }): ReactElement {
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {props.title}
      </Text>
      <Badge variant="light" color={props.good ? "green" : "orange"} radius="sm" tt="none">
        {props.children}
      </Badge>
    </Stack>
  );
}
