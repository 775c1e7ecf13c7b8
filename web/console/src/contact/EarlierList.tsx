import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Earlier } from "../api/types";
import { useFormats } from "../calls/format";
import { useNames } from "../calls/useNames";
import { RowTable, type Column } from "../tables/RowTable";

/** What there was with this contact before the interaction that is on (`now`). */
export function EarlierList({ earlier, now }: { earlier: Earlier[]; now: string }) {
  const { t } = useTranslation();
  const { day, time } = useFormats();
  const names = useNames();
  const before = earlier.filter((it) => it.interactionId !== now);
  const columns: Column<Earlier>[] = [
    { name: "at", title: t("contact.column.at"), cell: (it) => `${day(it.startedAt)} ${time(it.startedAt)}` },
    { name: "channel", title: t("contact.column.channel"), cell: (it) => t(`channel.${it.channel}`, { defaultValue: it.channel }) },
    { name: "agent", title: t("contact.column.agent"), cell: (it) => it.agent?.name },
    { name: "disposition", title: t("contact.column.disposition"), cell: (it) => names.disposition(it.disposition) },
    { name: "comment", title: t("contact.column.comment"), cell: (it) => it.comment },
  ];
  return (
    <div>
      <Title order={3} size="sm" mb={4}>
        {t("contact.earlier")}
      </Title>
      {before.length === 0 ? (
        <Text size="sm" c="dimmed" data-testid="no-earlier">
          {t("contact.noEarlier")}
        </Text>
      ) : (
        <RowTable rows={before} columns={columns} keyOf={(it) => it.interactionId} minWidth={520} testId="earlier" row={() => ({ "data-testid": "earlier-row" })} />
      )}
    </div>
  );
}
