import { Anchor, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MissedCall } from "../api/types";
import { Caller } from "../calls/Caller";
import { useFormats } from "../calls/format";
import { useNames } from "../calls/useNames";
import { RowTable, type Column } from "../tables/RowTable";

/** Contacts that rang here and were not answered here, each with its true reason: a technical miss is nobody's fault. */
export function MissedList({ missed }: { missed: MissedCall[] }) {
  const { t } = useTranslation();
  const { time } = useFormats();
  const names = useNames();
  const columns: Column<MissedCall>[] = [
    { name: "at", title: t("day.column.at"), cell: (it) => <CallLink interaction={it.interactionId} words={time(it.at)} /> },
    { name: "caller", title: t("day.column.caller"), cell: (it) => <Caller number={it.caller} withheld={it.callerWithheld} /> },
    { name: "queue", title: t("day.column.queue"), cell: (it) => names.queue(it.queue) },
    { name: "why", title: t("day.column.why"), cell: (it) => t(`missed.${it.result}`) },
  ];
  return (
    <div>
      <Title order={3} size="sm" mb={4}>
        {t("day.missed")}
      </Title>
      {missed.length === 0 ? (
        <Text size="sm" c="dimmed" data-testid="no-missed">
          {t("day.noMissed")}
        </Text>
      ) : (
        <RowTable rows={missed} columns={columns} keyOf={(it) => `${it.interactionId} ${it.at}`} minWidth={420} testId="missed" row={(it) => ({ "data-testid": "missed-call", "data-result": it.result })} />
      )}
    </div>
  );
}

export function CallLink({ interaction, words }: { interaction: string; words: string }) {
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/calls/$interaction" params={{ interaction }} />}>
      {words}
    </Anchor>
  );
}
