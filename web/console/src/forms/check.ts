/** What the API accepts in one field, as its own description says (`api/generated/rules.ts`). */
export interface Rule {
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
}

/** What is wrong with a value; `rule.KIND` of the locales says it, with `limit` where there is one. */
export interface Fault {
  kind: "required" | "pattern" | "minLength" | "maxLength" | "minimum" | "maximum";
  limit?: number;
}

/** The first rule that a text breaks. The server trims before it looks, and so do we. Nothing typed breaks only `required`. */
export function checkText(rule: Rule, value: string, required = true): Fault | undefined {
  const text = value.trim();
  if (text === "") return required ? { kind: "required" } : undefined;
  // Characters as Python counts them, not UTF-16 units.
  const length = Array.from(text).length;
  if (rule.minLength !== undefined && length < rule.minLength) return { kind: "minLength", limit: rule.minLength };
  if (rule.maxLength !== undefined && length > rule.maxLength) return { kind: "maxLength", limit: rule.maxLength };
  if (rule.pattern !== undefined && !new RegExp(rule.pattern, "u").test(text)) return { kind: "pattern" };
  return undefined;
}

/** The first rule that a number breaks; a field that was emptied is no number. */
export function checkNumber(rule: Rule, value: number | string): Fault | undefined {
  if (typeof value !== "number" || !Number.isInteger(value)) return { kind: "required" };
  if (rule.minimum !== undefined && value < rule.minimum) return { kind: "minimum", limit: rule.minimum };
  if (rule.maximum !== undefined && value > rule.maximum) return { kind: "maximum", limit: rule.maximum };
  return undefined;
}
