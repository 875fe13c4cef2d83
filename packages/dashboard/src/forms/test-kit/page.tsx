import { MantineProvider, Tabs, Title } from "@mantine/core";
import "@mantine/core/styles.css";
import { applyFix, coreNodeTypes, scopeAt, type Fix, type NodeTypeManifest } from "@tempograph/graph";
import { StrictMode, useEffect, useMemo, useState, type ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { sharedMachine } from "../../machine/shared-machine.ts";
import { useMachine } from "../../machine/use-machine.ts";
import { cssVariables, theme } from "../../ui/theme.ts";
import { CodeTab, JsonTab, NodeForm, SettingsForm, TriggersForm, type Draft } from "../index.ts";
import { styleNonce } from "../../shell/style-nonce.ts";

// A page with all forms of one workflow, for the browser test of this folder.

const UNREAD = new Map<string, string>();
const http: NodeTypeManifest = {
  type: "http_call",
  title: "HTTP request",
  description: "Sends an HTTP request.",
  runs: "activity",
  ports: ["out"],
  idempotent: false,
  connections: ["http.bearer"],
  pack: { name: "http", version: "1" },
  input: {
    type: "object",
    required: ["url"],
    additionalProperties: false,
    properties: {
      method: { enum: ["GET", "POST"], description: "Default GET." },
      url: { type: "string", description: "Where to." },
      headers: { type: "object", additionalProperties: { type: "string" } },
      body: { description: "Any JSON." },
      retries: { type: "integer", minimum: 0 },
      followRedirects: { type: "boolean" },
    },
  },
  output: { type: "object", properties: { status: { type: "integer" }, body: {} }, required: ["status", "body"] },
};
const types = [...coreNodeTypes, http];
const typeOf = new Map(types.map((type) => [type.type, type]));

const first: Draft = {
  triggers: [{ eventType: "lead.created", condition: { ">": [{ var: "lead.score" }, 80] } }],
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "call",
        type: "http_call",
        data: { url: "https://x.test/{{ payload.lead.name }}", kept: { by: "nobody" } },
      },
      {
        id: "check",
        type: "branch",
        data: {
          cases: [
            {
              label: "hot",
              condition: {
                and: [
                  { ">": [{ var: "lead.score" }, 80] },
                  { some: [{ var: "tags" }, { "==": [{ var: "" }, "vip"] }] },
                ],
              },
            },
            { else: true },
          ],
        },
      },
      { id: "tell", type: "http_call", data: { url: "{{ steps.cal.body }}", metod: "GET" } },
    ],
    edges: [
      { id: "e1", source: "start", target: "call" },
      { id: "e2", source: "call", target: "check" },
      { id: "e3", source: "check", target: "tell", sourceHandle: "hot" },
    ],
  },
};

const sample = {
  payload: { lead: { name: "Ada", score: 90 }, tags: ["vip"] },
  steps: { call: { status: 200, body: { id: 7 } } },
};

function Page(): ReactElement {
  const [draft, setDraft] = useState(first);
  const [tab, setTab] = useState<string | null>("call");
  useEffect(() => sharedMachine().setTypes(types), []);
  const checked = useMachine("checkGraph", draft, { lane: "check" }).value;
  const problems = checked?.problems ?? [];
  const onFix = (fix: Fix) => setDraft((now) => applyFix(now, fix) ?? now);
  const { graph, triggers } = draft;
  const index = graph.nodes.findIndex(({ id }) => id === tab);
  const node = graph.nodes[index];
  const names = useMemo(() => (node === undefined ? [] : scopeAt({ graph, types: typeOf }, node.id)), [graph, node]);
  return (
    <main>
      <Title order={1}>Forms</Title>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          {[...graph.nodes.slice(1).map(({ id }) => id), "triggers", "settings", "json", "code"].map((name) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab ?? ""}>
          {node !== undefined && (
            <NodeForm
              key={node.id}
              {...{ node, names, sample, problems, onFix }}
              nodeType={typeOf.get(node.type)}
              at={`/nodes/${index}`}
              connections={["crm"]}
              nodeIds={graph.nodes.map(({ id }) => id)}
              onChange={(next) => setDraft({ ...draft, graph: { ...graph, nodes: graph.nodes.with(index, next) } })}
            />
          )}
          {tab === "triggers" && (
            <TriggersForm
              {...{ triggers, sample, problems, onFix }}
              onChange={(next) => setDraft({ ...draft, triggers: next })}
            />
          )}
          {tab === "settings" && (
            <SettingsForm
              {...{ sample, problems, onFix }}
              settings={graph.settings}
              onChange={(settings) => {
                const { settings: _, ...rest } = graph;
                setDraft({ ...draft, graph: settings === undefined ? rest : { ...rest, settings } });
              }}
            />
          )}
          {tab === "json" && <JsonTab unread={UNREAD} draft={draft} problems={problems} onChange={setDraft} />}
          {tab === "code" && <CodeTab unread={UNREAD} name="Leads" draft={draft} onChange={setDraft} />}
        </Tabs.Panel>
      </Tabs>
      {/* The test reads the draft here. */}
      <script type="application/json" id="draft">
        {JSON.stringify(draft)}
      </script>
    </main>
  );
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root.");
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => styleNonce}
    >
      <Page />
    </MantineProvider>
  </StrictMode>,
);
