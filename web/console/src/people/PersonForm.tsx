import { Autocomplete, Fieldset, MultiSelect, NativeSelect, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../forms/check";
import { useFault } from "../forms/useFault";
import type { PersonFields } from "./fields";
import { useLanguageChoices } from "./languageChoices";
import { useRoles } from "../roles/useRoles";
import { QueueFields } from "./QueueFields";
import { SkillFields } from "./SkillFields";
import { useChoices } from "./useChoices";

interface Props {
  fields: PersonFields;
  faults: Record<string, Fault>;
  set: (change: Partial<PersonFields>) => void;
  readOnly?: boolean;
}

/** Everything about a person but the account itself. */
export function PersonForm(props: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Identity {...props} />
      <Place {...props} />
      <Fieldset legend={t("people.section.queues")} disabled={props.readOnly ?? false}>
        <QueueFields queues={props.fields.queues} faults={props.faults} set={(queues) => props.set({ queues })} />
      </Fieldset>
      <Fieldset legend={t("people.section.skills")} disabled={props.readOnly ?? false}>
        <SkillFields skills={props.fields.skills} faults={props.faults} set={(skills) => props.set({ skills })} />
      </Fieldset>
    </Stack>
  );
}

function Identity({ fields, faults, set, readOnly = false }: Props) {
  const { t } = useTranslation();
  const said = useFault();
  const { givable, roleName } = useRoles();
  const languages = useLanguageChoices();
  // A role above one's own can be seen, and not given.
  const offered = givable.includes(fields.role) ? givable : [...givable, fields.role];
  return (
    <Fieldset legend={t("people.section.identity")} disabled={readOnly}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t("people.field.name")} required value={fields.name} error={said(faults.name)} onChange={(event) => set({ name: event.currentTarget.value })} data-testid="field-name" />
        <NativeSelect
          label={t("people.field.role")}
          value={fields.role}
          onChange={(event) => set({ role: event.currentTarget.value })}
          data={offered.map((role) => ({ value: role, label: roleName(role) }))}
          data-testid="field-role"
        />
        <TextInput
          label={t("people.field.email")}
          description={t("people.hint.email")}
          type="email"
          autoComplete="off"
          value={fields.email}
          error={said(faults.email)}
          onChange={(event) => set({ email: event.currentTarget.value })}
          data-testid="field-email"
        />
        <MultiSelect
          label={t("people.field.languages")}
          description={t("people.hint.languages")}
          searchable
          hidePickedOptions
          withAsterisk
          value={fields.languages}
          error={said(faults.languages)}
          onChange={(codes) => set({ languages: codes })}
          data={languages}
          data-testid="field-languages"
        />
      </SimpleGrid>
    </Fieldset>
  );
}

function Place({ fields, faults, set, readOnly = false }: Props) {
  const { t } = useTranslation();
  const said = useFault();
  const choices = useChoices();
  const phone = useId();
  const known = choices.sites.some((it) => it.value === fields.site) || fields.site === "";
  const sites = [{ value: "", label: "–" }, ...choices.sites, ...(known ? [] : [{ value: fields.site, label: t("people.undeclared", { name: fields.site }) }])];
  return (
    <Fieldset legend={t("people.section.place")} disabled={readOnly}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Autocomplete label={t("people.field.team")} data={choices.teams} value={fields.team} error={said(faults.team)} onChange={(team) => set({ team })} data-testid="field-team" />
        <NativeSelect label={t("people.field.site")} data={sites} value={fields.site} onChange={(event) => set({ site: event.currentTarget.value })} data-testid="field-site" />
        <div>
          <Text id={phone} size="sm" fw={500} mb={2}>
            {t("people.field.phone")}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby={phone}
            disabled={readOnly}
            value={fields.phone}
            onChange={(kind) => set({ phone: kind })}
            data={[
              { value: "browser", label: t("people.phone.browser") },
              { value: "sip", label: t("people.phone.sip") },
            ]}
            data-testid="field-phone"
          />
        </div>
        <TextInput label={t("people.field.extension")} inputMode="numeric" value={fields.extension} error={said(faults.extension, t("people.hint.extension"))} onChange={(event) => set({ extension: event.currentTarget.value })} data-testid="field-extension" />
      </SimpleGrid>
    </Fieldset>
  );
}
