/** Function keys, so that they never fight with typing or a screen reader's letters (WCAG 2.1.4). Shown on the buttons and in the help. */
export const keys = { answer: "F2", hangUp: "F4", hold: "F8", mute: "F9" } as const;
export type DeskKey = keyof typeof keys;
