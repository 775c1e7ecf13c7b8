import { useTranslation } from "react-i18next";

/** Who called, as far as it is told. A number runs from left to right in every language. */
export function Caller({ number, withheld }: { number: string | null | undefined; withheld: boolean }) {
  const { t } = useTranslation();
  if (withheld) return t("call.withheld");
  return number == null ? "–" : <span dir="ltr">{number}</span>;
}
