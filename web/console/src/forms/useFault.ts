import { useTranslation } from "react-i18next";
import type { Fault } from "./check";

/** A fault as the sentence that stands under its field; `hint` says what a text of this field looks like. */
export function useFault(): (fault: Fault | undefined, hint?: string) => string | undefined {
  const { t } = useTranslation();
  return (fault, hint) => {
    if (fault === undefined) return undefined;
    if (fault.kind === "pattern" && hint !== undefined) return hint;
    return t(`rule.${fault.kind}`, { count: fault.limit ?? 0, limit: fault.limit });
  };
}
