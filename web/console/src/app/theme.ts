import { createTheme, type MantineColorsTuple } from "@mantine/core";

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
  fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
});
