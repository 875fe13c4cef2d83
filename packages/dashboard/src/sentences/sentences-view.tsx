import type { Draft } from "@tempograph/graph";
import type { ReactElement } from "react";
import { ErrorPanel, Loading } from "../ui/index.ts";
import { SentenceList } from "./sentence-list.tsx";
import { useTold } from "./use-told.ts";

interface Props {
  readonly label: string;
  readonly draft: Draft;
  readonly selected?: string | undefined;
}

/** A workflow as sentences, to be read. */
export function SentencesView({ label, draft, selected }: Props): ReactElement {
  const { told, error } = useTold(draft, "tell-draft");
  if (error !== undefined) return <ErrorPanel error={error} title="The sentences cannot be shown" />;
  if (told === undefined) return <Loading />;
  return <SentenceList label={label} lines={told.lines} selected={selected} />;
}
