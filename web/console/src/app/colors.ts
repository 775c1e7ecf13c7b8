/** Grounds of the buttons that matter most: white on them is read at more than 5 : 1. */
export const action = { answer: "#23703a", engaged: "#b8440b", end: "#c92a2a" } as const;
