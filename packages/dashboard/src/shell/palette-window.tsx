import { createSpotlight, Spotlight, type SpotlightActionData } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState, type ReactElement } from "react";
import { graphql, useApi, useMay, useStore } from "../data/index.ts";
import { IconCommand, IconSearch } from "../ui/icons.ts";
import { commands } from "../keyboard/commands.ts";
import { NAVIGATION } from "./navigation.ts";

const PaletteWorkflowsQuery = graphql(`
  query PaletteWorkflows($search: String) {
    workflows(first: 8, search: $search, archived: false) {
      nodes {
        id
        name
      }
    }
  }
`);

const [store, palette] = createSpotlight();

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Pages, what the page offers, and workflows by a part of their name. */
export function PaletteWindow({ opened, onClose }: Props): ReactElement {
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const offered = useStore(commands);
  const may = useMay();
  const found = useApi(
    PaletteWorkflowsQuery,
    { search: text.trim() === "" ? null : text.trim() },
    { enabled: opened && may("workflows"), keepsPrevious: true },
  );
  useEffect(() => (opened ? palette.open() : palette.close()), [opened]);
  const pages = NAVIGATION.filter(({ operation }) => may(operation));
  const groups: { readonly group: string; readonly actions: SpotlightActionData[] }[] = [
    {
      group: "On this page",
      actions: offered.map(({ id, title, about, run }) => ({
        ...{ id: `command:${id}`, label: title, onClick: run, leftSection: <IconCommand size={18} /> },
        ...(about !== undefined && { description: about }),
      })),
    },
    {
      group: "Pages",
      actions: pages.map(({ to, title, icon: Icon }) => ({
        ...{ id: `page:${to}`, label: title, leftSection: <Icon size={18} /> },
        onClick: () => void navigate({ to }),
      })),
    },
    {
      group: "Workflows",
      actions: (found.data?.workflows.nodes ?? []).map(({ id, name }) => ({
        ...{ id, label: name, description: id },
        onClick: () => void navigate({ to: "/workflows/$id", params: { id } }),
      })),
    },
  ];
  return (
    <Spotlight
      store={store}
      actions={groups.filter(({ actions }) => actions.length > 0)}
      query={text}
      onQueryChange={setText}
      onSpotlightClose={onClose}
      shortcut={null}
      nothingFound="Nothing has this name"
      highlightQuery
      scrollable
      maxHeight={440}
      attributes={{ content: { "aria-label": "Find" } }}
      // The kit's own has too little contrast on the chosen line.
      styles={{ actionDescription: { opacity: 1 } }}
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: "Find …", "aria-label": "Find" }}
    />
  );
}
