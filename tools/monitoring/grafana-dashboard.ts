import { ROWS, type Panel } from "./panels.ts";

const [WIDTH, HEIGHT] = [12, 8];

/** The dashboard as Grafana imports it; the source of its data is chosen at the top of the page. */
export function grafanaDashboard(): object {
  const source = { type: "prometheus", uid: "${source}" };
  const panels: object[] = [];
  let y = 0;
  for (const [title, row] of Object.entries(ROWS)) {
    panels.push({
      id: panels.length + 1,
      type: "row",
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: 24, h: 1 },
    });
    y += 1;
    for (const [index, panel] of row.entries()) {
      const gridPos = { x: (index % 2) * WIDTH, y: y + Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT };
      panels.push({ id: panels.length + 1, datasource: source, gridPos, ...timeSeries(panel, source) });
    }
    y += Math.ceil(row.length / 2) * HEIGHT;
  }
  return {
    title: "Tempograph",
    uid: "tempograph",
    tags: ["tempograph"],
    schemaVersion: 39,
    editable: true,
    refresh: "30s",
    time: { from: "now-1h", to: "now" },
    templating: { list: [{ name: "source", label: "Source", type: "datasource", query: "prometheus" }] },
    panels,
  };
}

function timeSeries({ title, unit, lines }: Panel, datasource: object): object {
  return {
    type: "timeseries",
    title,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } },
    targets: lines.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat: legend,
    })),
  };
}
