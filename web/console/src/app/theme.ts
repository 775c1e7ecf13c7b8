import { Badge, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** Deep sea: calm, and every shade we write white on passes 4.5 : 1. */
const sea: MantineColorsTuple = [
  "#e8f5f8", "#d3e8ee", "#a6d1dc", "#76b9ca", "#50a5bb", "#3998b1", "#22768c", "#1d687c", "#1a5c6e", "#114b5b",
];

export const theme = createTheme({
  primaryColor: "sea",
  primaryShade: { light: 7, dark: 7 },
  colors: { sea },
  defaultRadius: "md",
  autoContrast: true,
  luminanceThreshold: 0.35,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: "650" },
  components: { Badge: Badge.extend({ styles: { root: { textTransform: "none" }, label: { fontWeight: 600 } } }) },
  fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
});

/** Dimmed text, and text on a light yellow or teal ground, still has to be read: 4.5 : 1 on every ground it stands on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-yellow-light-color": "#7a4a02", "--mantine-color-teal-light-color": "#066649", "--mantine-color-dimmed": "#59616a", "--mantine-color-placeholder": "#59616a", "--mantine-color-error": "#c92a2a", "--mantine-color-red-text": "#c92a2a" },
  dark: { "--mantine-color-dimmed": "#a9b0b8", "--mantine-color-placeholder": "#a9b0b8" },
});
