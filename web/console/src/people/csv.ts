const columns = ["login", "name", "role", "team", "site", "languages", "phone", "extension", "skills", "queues"] as const;

/** Text as one cell: quoted where it must be, and never a formula to a spreadsheet. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\n\r\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csv = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

/** The header of an import and one example. */
export const template = (): string => csv([columns, ["a.martin", "Alice Martin", "agent", "", "", "fr;en", "browser", "101", "", ""]]);

/** The cells of a text's rows, by the number of the line each begins on (1 is the header), as `row` of a CSV problem counts. */
export function rowsByLine(text: string): Map<number, string[]> {
  const header = text.split("\n", 1)[0] ?? "";
  const separator = [",", ";", "\t"].reduce((best, it) => (header.split(it).length > header.split(best).length ? it : best));
  const rows = new Map<number, string[]>();
  let line = 1;
  let begun = 1;
  let quoted = false;
  let cells = [""];
  const last = (more: string): void => void cells.push((cells.pop() ?? "") + more);
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "\n") line += 1;
    if (char === '"' && quoted && text.charAt(at + 1) === '"') last(text.charAt((at += 1)));
    else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) cells.push("");
    else if (char === "\n" && !quoted) {
      rows.set(begun, cells);
      cells = [""];
      begun = line;
    } else if (char !== "\r" || quoted) last(char);
  }
  return rows.set(begun, cells);
}
