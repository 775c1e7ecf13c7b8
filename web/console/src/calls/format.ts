import { useTranslation } from "react-i18next";
import { useSession } from "../app/useSession";
import { clock } from "../desk/time";

/** Times in the tenant's zone and the person's language. */
export function useFormats() {
  const { i18n } = useTranslation();
  const { timeZone } = useSession().tenant;
  const day = new Intl.DateTimeFormat(i18n.language, { timeZone, day: "2-digit", month: "2-digit", year: "numeric" });
  const time = new Intl.DateTimeFormat(i18n.language, { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  return {
    day: (moment: string) => day.format(new Date(moment)),
    time: (moment: string) => time.format(new Date(moment)),
    duration: clock,
  };
}

/** From one moment to another, `m:ss`; up to now when it goes on. */
export const between = (from: string, to: string | null | undefined): string => clock((to == null ? Date.now() : Date.parse(to)) - Date.parse(from));
