import { useTranslation } from "react-i18next";
import classes from "./desk.module.css";

export function CallerNumber({ number, withheld }: { number: string | null; withheld: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.number} data-testid="caller">
      {withheld ? t("call.withheld") : number == null ? t("call.unknown") : <span dir="ltr">{number}</span>}
    </div>
  );
}
