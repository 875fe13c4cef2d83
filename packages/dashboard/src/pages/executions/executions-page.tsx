import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useApi, useChanges, useMay } from "../../data/index.ts";
import { atPage, Empty, isFirstPage, PageFrame, pageOf, Pager, pagerMoves, QueryView, useNow } from "../../ui/index.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { ColumnPicker } from "./column-picker.tsx";
import { ExecutionsChanged, ExecutionsQuery } from "./documents.ts";
import { ExecutionFilters } from "./execution-filters.tsx";
import { isFiltered, USUAL_COLUMNS } from "./executions-search.ts";
import { ExecutionsTable } from "./executions-table.tsx";
import { filterOf } from "./filter-of.ts";
import { SavedViews } from "./saved-views.tsx";

/** How often the list is asked for while nobody tells its changes. */
const EVERY_MS = 2_000;

const route = getRouteApi("/executions");

export function ExecutionsPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayChoose = useMay()("bulkStart");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const filter = filterOf(search, useNow());
  // A text is looked for in thousands of executions, so such a list is not asked for all the time.
  const isLive = isFirstPage(search) && search.text === undefined;
  const { text: _, createdAfter: _after, createdBefore: _before, ...followed } = filter;
  const everyMs = useChanges(ExecutionsQuery, {
    ...{ changes: ExecutionsChanged, variables: { filter: followed } },
    ...{ everyMs: EVERY_MS, isLive },
  });
  const query = useApi(ExecutionsQuery, { ...pageOf(search), filter }, { keepsPrevious: true, everyMs });
  const choose = (ids: readonly string[], isChosen: boolean): void =>
    setChosen((before) => new Set(isChosen ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
  return (
    <PageFrame
      title="Executions"
      about={isLive ? "The newest first, live" : "The newest first"}
      actions={
        <>
          <SavedViews search={search} />
          <ColumnPicker
            shown={search.columns ?? USUAL_COLUMNS}
            onChange={(columns) => void navigate({ search: (before) => ({ ...before, columns }), replace: true })}
          />
        </>
      }
    >
      <ExecutionFilters />
      <QueryView query={query}>
        {({ executions }) =>
          executions.nodes.length === 0 ? (
            <NoExecutions isFiltered={isFiltered(search)} />
          ) : (
            <>
              {mayChoose && (
                <BulkBar
                  chosen={chosen}
                  filter={filter}
                  matching={executions.totalCount}
                  isCapped={executions.totalCountCapped}
                  onClear={() => setChosen(new Set())}
                />
              )}
              <ExecutionsTable
                executions={executions.nodes}
                shown={search.columns ?? USUAL_COLUMNS}
                chosen={mayChoose ? chosen : undefined}
                onChoose={choose}
              />
              <Pager
                list={executions}
                {...pagerMoves((cursors) => void navigate({ search: (before) => atPage(before, cursors) }))}
              />
            </>
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function NoExecutions({ isFiltered }: { readonly isFiltered: boolean }): ReactElement {
  return isFiltered ? (
    <Empty title="No execution fits these filters">Take one away, or look at all of them.</Empty>
  ) : (
    <Empty title="No executions yet">An event that fits the trigger of a published workflow starts one.</Empty>
  );
}
