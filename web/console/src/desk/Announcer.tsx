import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeskView } from "../api/types";
import classes from "./desk.module.css";

const WARN_MS = 10_000;

/** For screen readers: a call rings, a call has ended, wrap-up ends soon. Timers themselves are never spoken. */
export function Announcer({ view }: { view: DeskView }) {
  const { t } = useTranslation();
  const words = useEvent(view);
  return (
    <>
      <div role="alert" className={classes.hidden}>
        {view.offer != null && view.current == null ? t("announce.rings", { who: view.offer.callerNumber ?? t("call.unknown") }) : ""}
      </div>
      <div role="status" className={classes.hidden}>
        {words === undefined ? "" : t(`announce.${words}`)}
      </div>
    </>
  );
}

function useEvent(view: DeskView): "talking" | "ended" | "wrapUpEnds" | undefined {
  const until = view.wrapUp?.until;
  const [warnedFor, setWarnedFor] = useState<string>();
  useEffect(() => {
    if (until == null) return;
    const timer = setTimeout(() => setWarnedFor(until), Math.max(0, Date.parse(until) - Date.now() - WARN_MS));
    return () => clearTimeout(timer);
  }, [until]);
  if (view.current != null) return "talking";
  if (until == null) return undefined;
  return warnedFor === until ? "wrapUpEnds" : "ended";
}
