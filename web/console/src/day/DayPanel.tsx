import { Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dayQuery } from "../api/day";
import type { DayView, DeskView } from "../api/types";
import { useMay } from "../app/useSession";
import { clock } from "../desk/time";
import classes from "./day.module.css";
import { MissedList } from "./MissedList";
import { OwnLog } from "./OwnLog";
import { PauseList } from "./PauseList";

/** The agent's own day beside the team's: what was done, which pauses are left, what was missed and why, and the last calls. */
export function DayPanel({ view }: { view: DeskView }) {
  const { t } = useTranslation();
  const mayLog = useMay()("calls.list");
  const { data: day } = useQuery(dayQuery(view.stateSince));
  if (day === undefined) return null;
  return (
    <Paper component="section" withBorder p="lg" aria-label={t("day.title")} data-testid="day">
      <Stack gap="lg">
        <Title order={2} size="h4">
          {t("day.title")}
        </Title>
        <Figures day={day} />
        {day.pauses.length > 0 && <PauseList pauses={day.pauses} />}
        <MissedList missed={day.missed} />
        {mayLog && <OwnLog agent={view.agent.id} since={view.stateSince} />}
      </Stack>
    </Paper>
  );
}

type Of = DayView["own"];

function useFigures(): { name: string; value: (of: Of) => string }[] {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return [
    { name: "calls", value: (of) => number.format(of.calls) },
    { name: "talk", value: (of) => clock(of.talkMs) },
    { name: "wrapUp", value: (of) => clock(of.wrapUpMs) },
    { name: "occupancy", value: (of) => (of.occupancy == null ? t("day.none") : share.format(of.occupancy)) },
  ];
}

function Figures({ day }: { day: DayView }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.figures}>
      {useFigures().map(({ name, value }) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {t(`day.${name}`)}
          </Text>
          <dd className={classes.number} style={{ margin: 0 }} data-testid={`day-${name}`}>
            {value(day.own)}
          </dd>
          {day.team != null && (
            <Text component="dd" m={0} size="sm" c="dimmed" data-testid={`team-${name}`}>
              {t("day.team", { value: value(day.team) })}
            </Text>
          )}
        </div>
      ))}
    </dl>
  );
}
