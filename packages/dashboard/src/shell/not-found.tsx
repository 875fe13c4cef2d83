import type { ReactElement } from "react";
import { Empty, PageFrame, PageLink } from "../ui/index.ts";

export function NotFound(): ReactElement {
  return (
    <PageFrame title="There is no such page">
      <Empty title="This address leads nowhere">
        It may come from another version of the dashboard. <PageLink to="/">To the start page</PageLink>
      </Empty>
    </PageFrame>
  );
}
