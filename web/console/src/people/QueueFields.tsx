import { ActionIcon, Group, NativeSelect, NumberInput, Stack, Switch, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { rules } from "../api/generated/rules";
import type { Fault } from "../forms/check";
import { useFault } from "../forms/useFault";
import type { DraftAssignment } from "./fields";
import classes from "./fields.module.css";
import { useChoices } from "./useChoices";

interface Props {
  queues: readonly DraftAssignment[];
  faults: Record<string, Fault>;
  set: (queues: DraftAssignment[]) => void;
}

/** Which queues, how early in each, after what wait, and whether just now. */
export function QueueFields({ queues, faults, set }: Props) {
  const { t } = useTranslation();
  const choices = useChoices();
  const left = choices.queues.filter((it) => !queues.some((own) => own.queue === it.value));
  const change = (queue: string, part: Partial<DraftAssignment>): void => set(queues.map((it) => (it.queue === queue ? { ...it, ...part } : it)));
  return (
    <Stack gap="sm">
      {queues.length === 0 && <Text size="sm" c="dimmed">{t("people.noQueues")}</Text>}
      {queues.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing={6} data-testid="queues">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("people.field.queue")}</Table.Th>
                <Table.Th>{t("people.field.level")}</Table.Th>
                <Table.Th>{t("people.field.threshold")}</Table.Th>
                <Table.Th>{t("people.field.enabled")}</Table.Th>
                <Table.Th className={classes.tight}>
                  <VisuallyHidden>{t("people.remove")}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {queues.map((it) => (
                <QueueRow key={it.queue} it={it} name={choices.isUndeclared("queues", it.queue) ? t("people.undeclared", { name: it.queue }) : choices.queueName(it.queue)} faults={faults} change={(part) => change(it.queue, part)} remove={() => set(queues.filter((own) => own !== it))} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {left.length > 0 && (
        <Group>
          <NativeSelect
            aria-label={t("people.addQueue")}
            value=""
            onChange={(event) => set([...queues, { queue: event.currentTarget.value, level: 50, waitThresholdS: 0, enabled: true }])}
            data={[{ value: "", label: t("people.addQueue") }, ...left]}
            data-testid="add-queue"
          />
        </Group>
      )}
    </Stack>
  );
}

interface RowProps {
  it: DraftAssignment;
  name: string;
  faults: Record<string, Fault>;
  change: (part: Partial<DraftAssignment>) => void;
  remove: () => void;
}

function QueueRow({ it, name, faults, change, remove }: RowProps) {
  const { t } = useTranslation();
  const said = useFault();
  const number = (field: "level" | "waitThresholdS", label: string) => (
    <NumberInput
      w="8rem"
      aria-label={`${name}: ${label}`}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      min={rules.Assignment[field].minimum}
      max={rules.Assignment[field].maximum}
      value={it[field]}
      error={said(faults[`queues.${it.queue}.${field}`])}
      onChange={(value) => change({ [field]: value })}
      data-testid={`${field}-${it.queue}`}
    />
  );
  return (
    <Table.Tr data-testid="queue-row" data-queue={it.queue}>
      <Table.Td>{name}</Table.Td>
      <Table.Td>{number("level", t("people.field.level"))}</Table.Td>
      <Table.Td>{number("waitThresholdS", t("people.field.threshold"))}</Table.Td>
      <Table.Td>
        <Switch checked={it.enabled} aria-label={`${name}: ${t("people.field.enabled")}`} onChange={(event) => change({ enabled: event.currentTarget.checked })} data-testid={`enabled-${it.queue}`} />
      </Table.Td>
      <Table.Td>
        <ActionIcon variant="subtle" color="gray" component="button" type="button" aria-label={t("people.removeNamed", { name })} onClick={remove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
