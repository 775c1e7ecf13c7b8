import { Group, Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FloorView } from "../api/types";
import { stateColor } from "../desk/stateColor";
import { Age } from "./Age";
import classes from "./floor.module.css";
import type { Freshness } from "./freshness";

/** How many agents are in which state, and how many contacts stand where: the states add up to the agents, the stages to the contacts. */
export function Totals({ totals, age }: { totals: FloorView["totals"]; age: { seconds: number | undefined; freshness: Freshness } }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md" className={classes.tile ?? ""} data-freshness={age.freshness} data-testid="totals">
      <Group gap="xl">
        <Text>
          <span className={classes.big} data-testid="agents-in">
            {totals.agents}
          </span>{" "}
          {t("floor.agentsIn", { count: totals.agents })}
        </Text>
        {Object.entries(totals.states).map(([state, count]) => (
          <Text key={state} size="sm" data-testid={`state-${state}`}>
            <span className={classes.dot} style={{ background: stateColor(state) }} aria-hidden />
            {t("floor.stateCount", { state: t(`desk.state.${state}`), number: count })}
          </Text>
        ))}
      </Group>
      <Group gap="xl">
        <Text>
          <span className={classes.big} data-testid="contacts-in">
            {totals.contacts}
          </span>{" "}
          {t("floor.contactsIn", { count: totals.contacts })}
        </Text>
        <Text size="sm">{t("floor.waitingCount", { count: totals.waiting })}</Text>
        <Text size="sm">{t("floor.ringing", { count: totals.ringing })}</Text>
        <Text size="sm">{t("floor.talking", { count: totals.talking })}</Text>
        <Text size="sm" c="dimmed">
          {t("floor.inFlow", { count: totals.inFlow })}
        </Text>
      </Group>
      <Age {...age} />
    </Paper>
  );
}
