import { useTranslation } from "react-i18next";
import type { CallTimeline } from "../api/types";
import { RowTable, type Column } from "../tables/RowTable";
import { between, useFormats } from "./format";
import { useTitles } from "./useTitles";

type Offer = CallTimeline["offers"][number];

export function OfferTable({ offers, queueName }: { offers: Offer[]; queueName: (name: string | null) => string }) {
  const { t } = useTranslation();
  const title = useTitles();
  const { time } = useFormats();
  const columns: Column<Offer>[] = [
    { ...title("at"), cell: (it) => time(it.madeAt) },
    { ...title("agent"), cell: (it) => it.agent.name ?? t("calls.gonePerson") },
    { ...title("queue"), cell: (it) => queueName(it.queue) },
    { ...title("duration"), cell: (it) => between(it.madeAt, it.endedAt) },
    { ...title("result"), cell: (it) => t(`offerResult.${it.result ?? "open"}`, { defaultValue: it.result ?? "" }) },
  ];
  return <RowTable rows={offers} columns={columns} keyOf={(it) => it.offer} minWidth={480} testId="offers" row={() => ({ "data-testid": "offer-row" })} />;
}
