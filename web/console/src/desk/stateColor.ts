const colors: Record<string, string> = {
  available: "var(--mantine-color-green-6)",
  offered: "var(--mantine-color-orange-6)",
  talking: "var(--mantine-color-sea-6)",
  wrap_up: "var(--mantine-color-violet-6)",
  paused: "var(--mantine-color-yellow-6)",
  not_answering: "var(--mantine-color-red-6)",
  unreachable: "var(--mantine-color-red-6)",
};

/** Colour of an agent's state; always beside its name, never instead of it. */
export const stateColor = (state: string): string => colors[state] ?? "var(--mantine-color-gray-5)";
