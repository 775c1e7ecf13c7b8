import { useTranslation } from "react-i18next";

/** A column of the timeline's tables by its name: what stands above it. */
export function useTitles() {
  const { t } = useTranslation();
  return (name: string) => ({ name, title: t(`timeline.column.${name}`) });
}
