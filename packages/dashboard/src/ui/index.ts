export { Confirm } from "./confirm.tsx";
export { counted } from "./counted.ts";
export { CopyableId } from "./copyable-id.tsx";
export { Dialog } from "./dialog.tsx";
export {
  atPage,
  isFirstPage,
  pageOf,
  pagerMoves,
  readCursors,
  readText,
  withFilter,
  withoutCursors,
  type Cursors,
} from "./cursors.ts";
export { Empty } from "./empty.tsx";
export { ErrorCode } from "./error-code.tsx";
export { ErrorPanel } from "./error-panel.tsx";
export { ExecutionLink } from "./execution-link.tsx";
export { fitsWords } from "./fits-words.ts";
export { JsonView } from "./json-view.tsx";
export { PageLink, PageLinkButton } from "./link-button.tsx";
export { ListTable } from "./list-table.tsx";
export { Loading } from "./loading.tsx";
export { agoText, durationText, exactText } from "./moments.ts";
export { PageFrame } from "./page-frame.tsx";
export { Boundary } from "./boundary.tsx";
export { Pager } from "./pager.tsx";
export { QueryView } from "./query-view.tsx";
export { StatusBadge } from "./status-badge.tsx";
export { StepsThrough } from "./steps-through.tsx";
export { Ago, Lasts } from "./time.tsx";
export { useLate } from "./use-late.ts";
export { useNow } from "./use-now.ts";
export { TextFilter } from "./text-filter.tsx";
