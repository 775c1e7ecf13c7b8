import { Progress, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PauseUse } from "../api/types";
import { clock } from "../desk/time";
import classes from "./day.module.css";

/** What was taken of each pause, and what is left of its budget. Going beyond is shown, not forbidden. */
export function PauseList({ pauses }: { pauses: PauseUse[] }) {
  const { t } = useTranslation();
  return (
    <div>
      <Title order={3} size="sm" mb="xs">
        {t("day.pauses")}
      </Title>
      <div className={classes.pauses}>
        {pauses.map((pause) => (
          <Pause key={pause.name} pause={pause} />
        ))}
      </div>
    </div>
  );
}

function Pause({ pause: { name, displayName, takenMs, budgetMs } }: { pause: PauseUse }) {
  const { t } = useTranslation();
  const beyond = budgetMs != null && takenMs > budgetMs;
  const left = budgetMs == null ? "" : beyond ? t("day.beyond", { time: clock(takenMs - budgetMs) }) : t("day.left", { time: clock(budgetMs - takenMs) });
  return (
    <div data-testid={`pause-use-${name}`}>
      <Text size="sm" fw={600}>
        {displayName}
      </Text>
      <Text size="sm">{[t("day.taken", { time: clock(takenMs) }), left].filter((it) => it !== "").join(" · ")}</Text>
      {budgetMs != null && <Progress size="sm" value={Math.min(100, (100 * takenMs) / budgetMs)} color={beyond ? "red" : "sea"} aria-hidden />}
    </div>
  );
}
