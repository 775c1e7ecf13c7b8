import { Fieldset, MultiSelect, Radio, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { choicesQuery } from "../api/people";
import { rightsQuery } from "../api/roles";
import { useMay } from "../app/useSession";
import type { Fault } from "../forms/check";
import { useFault } from "../forms/useFault";
import { reaches, type RoleDraft } from "./fields";
import { LevelMatrix } from "./LevelMatrix";
import { RightList } from "./RightList";

interface Props {
  draft: RoleDraft;
  faults: Record<string, Fault>;
  set: (part: Partial<RoleDraft>) => void;
  readOnly?: boolean;
}

/** What a role grants: a level of each module, single rights, and how far both reach. */
export function RoleForm({ draft, faults, set, readOnly = false }: Props) {
  const { t } = useTranslation();
  const said = useFault();
  const { data: table } = useQuery(rightsQuery);
  return (
    <Stack gap="lg">
      {!readOnly && (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t("roles.field.name")} required value={draft.name} error={said(faults.name)} onChange={(event) => set({ name: event.currentTarget.value })} data-testid="role-name" />
          <Textarea label={t("roles.field.description")} autosize value={draft.description} error={said(faults.description)} onChange={(event) => set({ description: event.currentTarget.value })} data-testid="role-description" />
        </SimpleGrid>
      )}
      <ScopeFieldset draft={draft} faults={faults} set={set} readOnly={readOnly} />
      <Fieldset legend={t("roles.section.levels")}>{table !== undefined && <LevelMatrix modules={table.modules} draft={draft} set={set} readOnly={readOnly} />}</Fieldset>
      <Fieldset legend={t("roles.section.rights")}>{table !== undefined && <RightList rights={table.rights} draft={draft} set={set} readOnly={readOnly} />}</Fieldset>
    </Stack>
  );
}

function ScopeFieldset({ draft, set, readOnly = false }: Props) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...choicesQuery, enabled: useMay()("people.read") });
  const { scope } = draft;
  const change = (part: Partial<RoleDraft["scope"]>): void => set({ scope: { ...scope, ...part } });
  const options = (declared: { name: string; displayName: string }[] | undefined, own: string[]) => {
    const known = (declared ?? []).map((it) => ({ value: it.name, label: it.displayName }));
    return [...known, ...own.filter((name) => !known.some((it) => it.value === name)).map((name) => ({ value: name, label: name }))];
  };
  return (
    <Fieldset legend={t("roles.section.scope")} disabled={readOnly}>
      <Stack gap="md">
        <Radio.Group aria-label={t("roles.field.scope")} value={scope.reach} onChange={(reach) => change({ reach: reaches.find((it) => it === reach) ?? "own" })}>
          <Stack gap="xs">
            {reaches.map((reach) => (
              <Radio key={reach} value={reach} disabled={readOnly} label={t(`roles.reach.${reach}`)} description={t(`roles.reachHint.${reach}`)} data-testid={`reach-${reach}`} />
            ))}
          </Stack>
        </Radio.Group>
        {scope.reach !== "tenant" && (
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <MultiSelect label={t("roles.field.sites")} searchable disabled={readOnly} value={scope.sites} onChange={(sites) => change({ sites })} data={options(data?.sites, scope.sites)} />
            <TagsInput label={t("roles.field.teams")} disabled={readOnly} value={scope.teams} onChange={(teams) => change({ teams })} data={data?.teams ?? []} />
            <MultiSelect label={t("roles.field.queues")} searchable disabled={readOnly} value={scope.queues} onChange={(queues) => change({ queues })} data={options(data?.queues, scope.queues)} />
          </SimpleGrid>
        )}
      </Stack>
    </Fieldset>
  );
}
