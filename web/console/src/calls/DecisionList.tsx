import { Badge, Group, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Decision } from "../api/types";
import { useFormats } from "./format";
import classes from "./timeline.module.css";
import { useNames } from "./useNames";

/** Each routing decision: who was chosen, who was considered, and the first rule that excluded each of the others. */
export function DecisionList({ decisions, queueName }: { decisions: Decision[]; queueName: (name: string | null) => string }) {
  return decisions.map((decision) => <OneDecision key={decision.at + decision.queue} decision={decision} queue={queueName(decision.queue)} />);
}

function OneDecision({ decision, queue }: { decision: Decision; queue: string }) {
  const { t } = useTranslation();
  const { time } = useFormats();
  return (
    <div className={classes.decision} data-testid="decision">
      <Group gap="sm" mb={4}>
        <Text>{time(decision.at)}</Text>
        <Badge variant="light" tt="none">
          {queue}
        </Badge>
        <Text fw={600}>{decision.chosen == null ? t("decision.nobody") : t("decision.chosen", { agent: decision.chosen.name ?? t("calls.gonePerson") })}</Text>
      </Group>
      {decision.considered.length > 0 && <Considered decision={decision} />}
      <LeftOut leftOut={decision.leftOut} />
    </div>
  );
}

function Considered({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { duration } = useFormats();
  const { pause } = useNames();
  return (
    <Table.ScrollContainer minWidth={440}>
      <Table verticalSpacing={2} withRowBorders={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("decision.agent")}</Table.Th>
            <Table.Th>{t("decision.level")}</Table.Th>
            <Table.Th>{t("decision.idle")}</Table.Th>
            <Table.Th>{t("decision.verdict")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {decision.considered.map((it) => (
            <Table.Tr key={it.agent.id} data-testid="considered" data-excluded={it.excludedBy ?? ""}>
              <Table.Td>{it.agent.name ?? t("calls.gonePerson")}</Table.Td>
              <Table.Td>{it.level}</Table.Td>
              <Table.Td>{it.idleMs == null ? "" : duration(it.idleMs)}</Table.Td>
              <Table.Td>
                {verdict(it.excludedBy, it.agent.id === decision.chosen?.id)}
                {it.detail != null && <Text span size="sm" c="dimmed">{` · ${t(`stateReason.${it.detail}`, { defaultValue: pause(it.detail) })}`}</Text>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );

  function verdict(excludedBy: string | null, chosen: boolean): string {
    if (excludedBy != null) return t(`excludedBy.${excludedBy}`, { defaultValue: excludedBy });
    return t(chosen ? "decision.fitChosen" : "decision.fit");
  }
}

function LeftOut({ leftOut }: { leftOut: Record<string, number> }) {
  const { t } = useTranslation();
  const rules = Object.entries(leftOut);
  if (rules.length === 0) return null;
  const parts = rules.map(([rule, count]) => `${t(`excludedBy.${rule}`, { defaultValue: rule })}: ${count}`);
  return (
    <Text size="sm" c="dimmed">
      {t("decision.others", { list: parts.join(", ") })}
    </Text>
  );
}
