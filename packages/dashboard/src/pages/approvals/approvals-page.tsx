import { SegmentedControl, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { Empty, isFirstPage, PageFrame, pageOf, Pager, pagerMoves, QueryView } from "../../ui/index.ts";
import { IconChecklist } from "../../ui/icons.ts";
import { ApprovalCard } from "./approval-card.tsx";
import { ApprovalsQuery } from "./documents.ts";

const EVERY_MS = 3_000;

const route = getRouteApi("/approvals");

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
  const query = useApi(
    ApprovalsQuery,
    { ...pageOf(search, 20), ...SHOWN[shown] },
    { keepsPrevious: true, everyMs: isFirstPage(search) && EVERY_MS },
  );
  return (
    <PageFrame title="Approvals" about="Each is decided once">
      <SegmentedControl
        aria-label="Which approvals"
        value={shown}
        onChange={(value) =>
          void navigate({ search: value === "waiting" || value === "decided" ? { show: value } : {} })
        }
        data={[
          { value: "mine", label: "For me" },
          { value: "waiting", label: "All that wait" },
          { value: "decided", label: "Decided" },
        ]}
      />
      <QueryView query={query}>
        {({ approvals }) =>
          approvals.nodes.length === 0 ? (
            <Empty title={shown === "decided" ? "Nothing has been decided" : "Nothing waits"} icon={IconChecklist}>
              A workflow asks here when it comes to an approval. The demo &quot;Refund with approval&quot; on the start
              page shows one.
            </Empty>
          ) : (
            <Stack gap="md">
              {approvals.nodes.map((approval) => (
                <ApprovalCard key={`${approval.execution.id} ${approval.path}`} approval={approval} />
              ))}
              <Pager
                list={approvals}
                {...pagerMoves(
                  (cursors) =>
                    void navigate({ search: ({ after: _, before: __, ...rest }) => ({ ...rest, ...cursors }) }),
                )}
              />
            </Stack>
          )
        }
      </QueryView>
    </PageFrame>
  );
}
