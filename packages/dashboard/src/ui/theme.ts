import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#eef2ff",
  "#dbe2fb",
  "#b5c2f2",
  "#8da0ea",
  "#6c83e3",
  "#566fdf",
  "#4b65de",
  "#3b54c5",
  "#324bb1",
  "#25409d",
];

/** Fonts are those of the machine, because nothing is loaded from elsewhere. */
export const theme: ReturnType<typeof createTheme> = createTheme({
  colors: { ink },
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  cursorType: "pointer",
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  // Its labels change their colors slowly, also for people who want no motion; on a change of the theme they could not be read meanwhile.
  components: { SegmentedControl: { defaultProps: { transitionDuration: 0 } } },
});

/** Mantine's own greys have less contrast than WCAG AA asks for on its backgrounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
    "--mantine-color-anchor": "var(--mantine-color-ink-8)",
    "--mantine-color-red-filled": "var(--mantine-color-red-9)",
    "--mantine-color-red-filled-hover": "#b02424",
    "--mantine-color-red-light-color": "var(--mantine-color-red-9)",
    "--mantine-color-green-light-color": "#20692e",
    "--mantine-color-blue-light-color": "var(--mantine-color-blue-9)",
    "--mantine-color-yellow-light-color": "#8a4b00",
    "--mantine-color-orange-light-color": "#a3380b",
    "--mantine-color-gray-light-color": "var(--mantine-color-gray-8)",
  },
  dark: {
    "--mantine-color-dimmed": "var(--mantine-color-dark-1)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-1)",
    "--mantine-color-anchor": "var(--mantine-color-ink-2)",
    "--mantine-color-red-filled": "var(--mantine-color-red-9)",
    "--mantine-color-red-filled-hover": "#b02424",
    "--mantine-color-red-light-color": "var(--mantine-color-red-2)",
    "--mantine-color-green-light-color": "var(--mantine-color-green-2)",
    "--mantine-color-blue-light-color": "var(--mantine-color-blue-2)",
    "--mantine-color-yellow-light-color": "var(--mantine-color-yellow-2)",
    "--mantine-color-orange-light-color": "var(--mantine-color-orange-2)",
    "--mantine-color-gray-light-color": "var(--mantine-color-gray-2)",
  },
});
