import { useTranslation } from "react-i18next";
import type { CallTimeline } from "../api/types";
import { RowTable, type Column } from "../tables/RowTable";
import { useFormats } from "./format";
import { useTitles } from "./useTitles";

type Step = CallTimeline["steps"][number];

export function StepTable({ steps }: { steps: Step[] }) {
  const { t } = useTranslation();
  const title = useTitles();
  const { time } = useFormats();
  const columns: Column<Step>[] = [
    { ...title("at"), cell: (it) => time(it.startedAt) },
    { ...title("flow"), cell: (it) => it.flow },
    { ...title("step"), cell: (it) => it.step },
    { ...title("stepKind"), cell: (it) => t(`stepKind.${it.kind}`, { defaultValue: it.kind }) },
    { ...title("chosen"), cell: (it) => it.label ?? (it.outcome == null ? "" : t(`stepOutcome.${it.outcome}`, { defaultValue: it.outcome })) },
    { ...title("next"), cell: (it) => it.next },
  ];
  return <RowTable rows={steps} columns={columns} keyOf={(it) => `${it.startedAt} ${it.step}`} minWidth={560} testId="steps" row={() => ({ "data-testid": "step" })} />;
}
