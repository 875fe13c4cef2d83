import {
  GRAPH_SETTINGS_SCHEMA,
  type FieldKind,
  type Fix,
  type GraphSettings,
  type JsonObject,
  type NodeScope,
  type Problem,
  scopeOfTrigger,
} from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
import { SchemaForm } from "./schema/schema-form.tsx";
import { ScopeContext } from "./scope-context.ts";

interface Props {
  readonly settings: GraphSettings | undefined;
  readonly sample: NodeScope;
  readonly problems: readonly Problem[];
  readonly onChange: (settings: GraphSettings | undefined) => void;
  readonly onFix?: (fix: Fix) => void;
}

const KIND = (): FieldKind => "literal";

/** The settings of a workflow: its lane, and its start policies. */
export function SettingsForm({ settings, sample, problems, onChange, onFix }: Props): ReactElement {
  const scope = useMemo(() => ({ names: scopeOfTrigger({}), sample }), [sample]);
  return (
    <ScopeContext value={scope}>
      <SchemaForm
        id="workflow-settings"
        schema={GRAPH_SETTINGS_SCHEMA}
        value={(settings ?? {}) as JsonObject}
        at="/settings"
        problems={problems}
        onFix={onFix}
        readingOf={KIND}
        onChange={(next) => onChange(Object.keys(next).length === 0 ? undefined : (next as GraphSettings))}
      />
    </ScopeContext>
  );
}
