import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement, type ReactNode } from "react";
import type { Editor } from "../../canvas/editor/editor.ts";
import { onlyNode } from "../../canvas/editor/only-node.ts";
import { useStore } from "../../data/index.ts";
import type { Lit } from "../../try/lit-at.ts";
import type { Trial } from "../../try/trial.ts";
import { TryPanel } from "../../try/try-panel.tsx";

const route = getRouteApi("/workflows/$id");

interface Props {
  readonly workflow: { readonly id: string; readonly name: string };
  readonly editor: Editor;
  readonly onLit: (lit: Lit | undefined) => void;
  readonly trial: Trial;
  readonly onTrial: (change: (before: Trial) => Trial) => void;
  /** The form of what is selected. */
  readonly children: ReactNode;
}

/** Beside the canvas: the form of what is selected, or a trial of the draft, which lights up its path. */
export function SidePanel({ workflow, editor, onLit, trial, onTrial, children }: Props): ReactElement {
  const { panel = "change" } = route.useSearch();
  const navigate = route.useNavigate();
  const { history, selection } = useStore(editor.store);
  const { graph, triggers } = history.present.state;
  // Once begun, a trial goes on while somebody changes the graph.
  const [hasBegun, setHasBegun] = useState(panel === "try");
  const show = (next: string | null) => {
    if (next === "try") setHasBegun(true);
    void navigate({
      search: ({ panel: _, ...rest }) => ({ ...rest, ...(next === "try" && { panel: "try" as const }) }),
      replace: true,
    });
  };
  return (
    // What scrolls has a background of its own, so that the contrast of a text below the fold can be computed.
    <Tabs value={panel} onChange={show} bg="var(--mantine-color-body)">
      <Tabs.List mb="sm" grow>
        <Tabs.Tab value="change">Change</Tabs.Tab>
        <Tabs.Tab value="try">Try it</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="change">{children}</Tabs.Panel>
      <Tabs.Panel value="try">
        {hasBegun && (
          <TryPanel {...{ graph, triggers, workflow, trial, onTrial, onLit }} selected={onlyNode(selection)} />
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
