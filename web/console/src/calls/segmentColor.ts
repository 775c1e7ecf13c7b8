const colors: Record<string, string> = {
  ivr: "var(--mantine-color-indigo-4)",
  wait: "var(--mantine-color-yellow-5)",
  offer: "var(--mantine-color-orange-5)",
  talk: "var(--mantine-color-green-6)",
  hold: "var(--mantine-color-gray-5)",
  wrap: "var(--mantine-color-violet-5)",
  outside: "var(--mantine-color-cyan-6)",
};

export const segmentColor = (kind: string): string => colors[kind] ?? "var(--mantine-color-gray-4)";
