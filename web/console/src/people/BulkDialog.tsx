import { Autocomplete, Button, Group, Modal, NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeMany, peopleKey, type BulkChange } from "../api/people";
import { useMay } from "../app/useSession";
import { ProblemAlert } from "../forms/ProblemAlert";
import { useRoles } from "../roles/useRoles";
import { useChoices } from "./useChoices";

interface Props {
  ids: string[];
  names: readonly string[];
  close: () => void;
  done: (changed: number) => void;
}

interface Draft {
  role: string;
  team: string;
  site: string;
  phone: string;
  active: string;
  addQueue: string;
  level: number | string;
  removeQueue: string;
  skill: string;
  skillLevel: number | string;
}

const nothing: Draft = { role: "", team: "", site: "", phone: "", active: "", addQueue: "", level: 50, removeQueue: "", skill: "", skillLevel: 5 };

/** Only what was filled in is changed. */
function wire(draft: Draft): BulkChange {
  const change: BulkChange = { addQueues: [], removeQueues: [], setSkills: {}, removeSkills: [] };
  for (const name of ["role", "team", "site", "phone"] as const) if (draft[name].trim() !== "") change[name] = draft[name].trim();
  if (draft.active !== "") change.active = draft.active === "yes";
  if (draft.addQueue !== "") change.addQueues = [{ queue: draft.addQueue, level: Number(draft.level), waitThresholdS: 0, enabled: true }];
  if (draft.removeQueue !== "") change.removeQueues = [draft.removeQueue];
  if (draft.skill !== "") change.setSkills = { [draft.skill]: Number(draft.skillLevel) };
  return change;
}

/** One change for many people: first tried, then done, all or none. */
export function BulkDialog({ ids, names, close, done }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(nothing);
  const change = wire(draft);
  const trying = useMutation({ mutationFn: () => changeMany(ids, change, true) });
  const changing = useMutation({
    mutationFn: () => changeMany(ids, change, false),
    onSuccess: async ({ changed }) => {
      await queries.invalidateQueries({ queryKey: peopleKey });
      done(changed);
    },
  });
  const set = (part: Partial<Draft>): void => {
    trying.reset();
    changing.reset();
    setDraft({ ...draft, ...part });
  };
  const error = changing.error ?? trying.error;
  const idle = JSON.stringify(draft) === JSON.stringify(nothing);
  return (
    <Modal opened onClose={close} title={t("people.bulk.title", { count: ids.length })} closeButtonProps={{ "aria-label": t("common.close") }} size="lg">
      <Stack>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {names.join(", ")}
        </Text>
        <BulkFields draft={draft} set={set} />
        {error !== null && <ProblemAlert error={error} />}
        {trying.isSuccess && error === null && (
          <Text size="sm" role="status" data-testid="bulk-tried">
            {t("people.bulk.tried", { count: trying.data.changed })} {t("people.bulk.same", { count: trying.data.unchanged })}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          {trying.isSuccess && error === null ? (
            <Button loading={changing.isPending} disabled={trying.data.changed === 0} onClick={() => changing.mutate()} data-testid="bulk-now">
              {t("people.bulk.now", { count: trying.data.changed })}
            </Button>
          ) : (
            <Button loading={trying.isPending} disabled={idle} onClick={() => trying.mutate()} data-testid="bulk-try">
              {t("people.bulk.try")}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function BulkFields({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation();
  const choices = useChoices();
  const { givable, roleName } = useRoles();
  const manages = useMay()("people.manage");
  const select = (name: keyof Draft, label: string, options: { value: string; label: string }[]) => (
    <NativeSelect label={label} value={draft[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} data={[{ value: "", label: t("people.bulk.stays") }, ...options]} data-testid={`bulk-${name}`} />
  );
  const phones = (["browser", "sip"] as const).map((value) => ({ value, label: t(`people.phone.${value}`) }));
  const states = [
    { value: "yes", label: t("people.active") },
    { value: "no", label: t("people.inactive") },
  ];
  return (
    <Stack gap="sm">
      <Group grow align="flex-start">
        {select("role", t("people.field.role"), givable.map((it) => ({ value: it, label: roleName(it) })))}
        <Autocomplete label={t("people.field.team")} placeholder={t("people.bulk.stays")} data={choices.teams} value={draft.team} onChange={(team) => set({ team })} data-testid="bulk-team" />
      </Group>
      <Group grow align="flex-start">
        {select("site", t("people.field.site"), choices.sites)}
        {select("phone", t("people.field.phone"), phones)}
        {manages && select("active", t("people.field.active"), states)}
      </Group>
      <Group grow align="flex-start">
        {select("addQueue", t("people.bulk.addQueue"), choices.queues)}
        <NumberInput label={t("people.field.level")} min={0} max={100} allowDecimal={false} disabled={draft.addQueue === ""} value={draft.level} onChange={(level) => set({ level })} />
        {select("removeQueue", t("people.bulk.removeQueue"), choices.queues)}
      </Group>
      <Group grow align="flex-start">
        {select("skill", t("people.bulk.setSkill"), choices.skills)}
        <NumberInput label={t("people.field.skillLevel")} min={0} max={10} allowDecimal={false} disabled={draft.skill === ""} value={draft.skillLevel} onChange={(skillLevel) => set({ skillLevel })} />
      </Group>
    </Stack>
  );
}
