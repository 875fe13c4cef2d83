import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, type ReactElement } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { type Minute, trafficInWords } from "./traffic-words.tsx";

const HEIGHT = 180;
const COLORS = {
  light: { text: "#343a40", grid: "#dee2e6", events: "#1864ab", executions: "#2b8a3e" },
  dark: { text: "#ced4da", grid: "#424242", events: "#74c0fc", executions: "#8ce99a" },
} as const;

/** Events and executions per minute. What it shows stands in its label, too, for people who do not see it. */
export function TrafficChart({ minutes }: { readonly minutes: readonly Minute[] }): ReactElement {
  const place = useRef<HTMLElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const scheme = useComputedColorScheme("light");
  const latest = useRef(minutes);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsOf(element.clientWidth, scheme), dataOf(latest.current), element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [scheme]);
  useEffect(() => {
    latest.current = minutes;
    chart.current?.setData(dataOf(minutes));
  }, [minutes]);

  return <figure ref={place} aria-label={trafficInWords(minutes)} style={{ margin: 0 }} />;
}

function dataOf(minutes: readonly Minute[]): uPlot.AlignedData {
  return [
    minutes.map(({ at }) => Date.parse(at) / 1_000),
    minutes.map(({ events }) => events),
    minutes.map(({ executions }) => executions),
  ];
}

function optionsOf(width: number, scheme: "light" | "dark"): uPlot.Options {
  const { text, grid, events, executions } = COLORS[scheme];
  const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  return {
    ...{ width, height: HEIGHT },
    series: [
      { value: "{HH}:{mm}", label: "Minute" },
      { label: "Events", stroke: events, width: 2, points: { show: false } },
      { label: "Executions", stroke: executions, width: 2, dash: [6, 3], points: { show: false } },
    ],
    axes: [
      { ...axis, values: "{HH}:{mm}" },
      { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000] },
    ],
    scales: { y: { range: (_chart, _min, max) => [0, Math.max(4, max * 1.1)] } },
    legend: { live: true },
    cursor: { drag: { x: false, y: false } },
  };
}
