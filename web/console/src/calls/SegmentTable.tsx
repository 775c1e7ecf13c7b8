import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Segment } from "../api/types";
import { RowTable, type Column } from "../tables/RowTable";
import { between, useFormats } from "./format";
import { useTitles } from "./useTitles";

export function SegmentTable({ segments, queueName }: { segments: Segment[]; queueName: (name: string | null) => string }) {
  const { t } = useTranslation();
  const title = useTitles();
  const { time } = useFormats();
  const columns: Column<Segment>[] = [
    { ...title("party"), cell: (it) => t(`party.${it.role}`, { defaultValue: it.role }) },
    { ...title("kind"), cell: (it) => t(`segment.${it.kind}`, { defaultValue: it.kind }) },
    { ...title("from"), cell: (it) => time(it.from) },
    { ...title("duration"), cell: (it) => between(it.from, it.to) },
    { ...title("queue"), cell: (it) => queueName(it.queue) },
    { ...title("agent"), cell: (it) => it.agent?.name },
    { ...title("cause"), cell: (it) => <Cause cause={it.cause} /> },
  ];
  return (
    <RowTable
      rows={segments}
      columns={columns}
      keyOf={(it) => `${it.party} ${it.from} ${it.kind}`}
      minWidth={640}
      testId="segments"
      row={(it) => ({ "data-testid": "segment", "data-kind": it.kind })}
    />
  );
}

function Cause({ cause }: { cause: Segment["cause"] }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {cause == null ? "" : t(`cause.${cause}`, { defaultValue: cause })}
    </Text>
  );
}
