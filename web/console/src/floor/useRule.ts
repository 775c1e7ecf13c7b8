import { useTranslation } from "react-i18next";

/** The rule that keeps a contact from an agent, with its figures: the same words for the agent and the supervisor. */
export function useRule(): (rule: string | null | undefined, detail: string | null | undefined) => string {
  const { t } = useTranslation();
  return (rule, detail) => {
    if (rule == null) return t("floor.ringsHere");
    const words = t(`excludedBy.${rule}`, { defaultValue: rule });
    return detail == null ? words : `${words} · ${t(`stateReason.${detail}`, { defaultValue: detail })}`;
  };
}
