import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { lastCallsQuery } from "../api/calls";
import type { CallSummary } from "../api/types";
import { Caller } from "../calls/Caller";
import { useFormats } from "../calls/format";
import { OutcomeBadge } from "../calls/OutcomeBadge";
import { useNames } from "../calls/useNames";
import { RowTable, type Column } from "../tables/RowTable";
import { CallLink } from "./MissedList";

/** The agent's last calls, on whatever day. */
export function OwnLog({ agent, since }: { agent: string; since: string | null | undefined }) {
  const { t } = useTranslation();
  const { day, time, duration } = useFormats();
  const names = useNames();
  const { data: calls = [] } = useQuery(lastCallsQuery(agent, since));
  const columns: Column<CallSummary>[] = [
    { name: "at", title: t("day.column.at"), cell: (it) => <CallLink interaction={it.interactionId} words={`${day(it.startedAt)} ${time(it.startedAt)}`} /> },
    { name: "caller", title: t("day.column.caller"), cell: (it) => <Caller number={it.caller} withheld={it.callerWithheld} /> },
    { name: "queue", title: t("day.column.queue"), cell: (it) => names.queue(it.lastQueue ?? it.firstQueue) },
    { name: "outcome", title: t("day.column.outcome"), cell: (it) => <OutcomeBadge outcome={it.outcome} /> },
    { name: "talk", title: t("day.column.talk"), end: true, cell: (it) => duration(it.talkMs) },
  ];
  return (
    <div>
      <Title order={3} size="sm" mb={4}>
        {t("day.log")}
      </Title>
      {calls.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("calls.none")}
        </Text>
      ) : (
        <RowTable rows={calls} columns={columns} keyOf={(it) => it.interactionId} minWidth={520} testId="own-log" row={(it) => ({ "data-testid": "own-call", "data-interaction": it.interactionId })} />
      )}
    </div>
  );
}
