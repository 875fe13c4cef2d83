import { SegmentedControl, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useApi, useChanges } from "../../data/index.ts";
import { atPage, Empty, isFirstPage, PageFrame, pageOf, Pager, pagerMoves, QueryView } from "../../ui/index.ts";
import { IconChecklist } from "../../ui/icons.ts";
import { ApprovalCard } from "./approval-card.tsx";
import { ApprovalsChanged, ApprovalsQuery, type Approval } from "./documents.ts";

/** How often the list is asked for while nobody tells its changes. */
const EVERY_MS = 3_000;

const route = getRouteApi("/approvals");

const keyOf = ({ execution, path }: Approval): string => `${execution.id} ${path}`;

const SHOWN = {
  mine: { status: "WAITING", mine: true },
  waiting: { status: "WAITING", mine: false },
  decided: { status: "DECIDED", mine: false },
} as const;

/** What waits for a person's decision: the inbox of whoever looks, all of them, and those that were decided. */
export function ApprovalsPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const shown = search.show ?? "mine";
  const everyMs = useChanges(ApprovalsQuery, {
    ...{ changes: ApprovalsChanged, variables: {} },
    ...{ everyMs: EVERY_MS, isLive: isFirstPage(search) },
  });
  const query = useApi(ApprovalsQuery, { ...pageOf(search, 20), ...SHOWN[shown] }, { keepsPrevious: true, everyMs });
  // What somebody has begun to answer does not vanish in silence when it is decided elsewhere.
  const [touched, setTouched] = useState<ReadonlyMap<string, Approval>>(new Map());
  const gone = (listed: readonly Approval[]): readonly Approval[] => {
    const keys = new Set(listed.map(keyOf));
    return [...touched].flatMap(([key, approval]) => (keys.has(key) ? [] : [approval]));
  };
  return (
    <PageFrame title="Approvals" about="Each is decided once">
      <SegmentedControl
        aria-label="Which approvals"
        value={shown}
        onChange={(value) => {
          setTouched(new Map());
          void navigate({ search: value === "waiting" || value === "decided" ? { show: value } : {} });
        }}
        data={[
          { value: "mine", label: "For me" },
          { value: "waiting", label: "All that wait" },
          { value: "decided", label: "Decided" },
        ]}
      />
      <QueryView query={query}>
        {({ approvals }) =>
          approvals.nodes.length + gone(approvals.nodes).length === 0 ? (
            <Empty title={shown === "decided" ? "Nothing has been decided" : "Nothing waits"} icon={IconChecklist}>
              A workflow asks here when it comes to an approval. The demo &quot;Refund with approval&quot; on the start
              page shows one.
            </Empty>
          ) : (
            <Stack gap="md">
              {[...gone(approvals.nodes), ...approvals.nodes].map((approval) => (
                <ApprovalCard
                  key={keyOf(approval)}
                  approval={approval}
                  isGone={!approvals.nodes.includes(approval)}
                  onTouch={() => setTouched((before) => new Map([...before, [keyOf(approval), approval]]))}
                  onDone={() => setTouched((before) => new Map([...before].filter(([key]) => key !== keyOf(approval))))}
                />
              ))}
              <Pager
                list={approvals}
                {...pagerMoves((cursors) => void navigate({ search: (before) => atPage(before, cursors) }))}
              />
            </Stack>
          )
        }
      </QueryView>
    </PageFrame>
  );
}
