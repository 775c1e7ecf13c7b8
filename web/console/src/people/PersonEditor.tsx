import { Alert, Stack } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { changePerson, peopleKey, personQuery, type Person, type PersonChange } from "../api/people";
import { changedMeanwhile, SaveBar } from "../forms/SaveBar";
import { useEditing, type Stored } from "../forms/useEditing";
import { useRoles } from "../roles/useRoles";
import { faults, fieldsOf, wire, type PersonFields } from "./fields";
import { PersonForm } from "./PersonForm";
import { useChoices } from "./useChoices";

const stored = (person: Person): Stored<PersonFields> => ({ revision: person.revision, fields: fieldsOf(person) });

/** The form of a person who exists: only what was changed is sent, and only onto the revision it was changed from. */
export function PersonEditor({ person, readOnly }: { person: Person; readOnly: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const editing = useEditing(stored(person));
  const told = useTold();
  const wrong = faults(editing.mine);
  const saving = useMutation({
    mutationFn: () => changePerson(person.id, editing.revision, wire(editing.change) as PersonChange),
    onSuccess: (saved) => {
      editing.saved(stored(saved));
      queries.setQueryData(personQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: peopleKey });
    },
    onError: (error) => (changedMeanwhile(error) ? queries.invalidateQueries({ queryKey: peopleKey }) : undefined),
  });
  return (
    <form
      noValidate
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        if (Object.keys(wrong).length === 0 && !saving.isPending) saving.mutate();
      }}
    >
      <Stack gap="lg">
        {readOnly && (
          <Alert variant="light" color="gray" icon={<IconLock />}>
            {t("people.readOnly")}
          </Alert>
        )}
        <PersonForm fields={editing.mine} faults={wrong} readOnly={readOnly} set={editing.set} />
        <SaveBar editing={editing} saving={saving} wrong={Object.keys(wrong).length > 0} label={(name) => t(`people.field.${name}`)} told={told} />
      </Stack>
    </form>
  );
}

/** A field's value as one line. */
function useTold(): (name: keyof PersonFields, fields: PersonFields) => string {
  const { t } = useTranslation();
  const { queueName, skillName } = useChoices();
  const { roleName } = useRoles();
  return (name, fields) => {
    if (name === "languages") return fields.languages.join(", ");
    if (name === "queues") return fields.queues.map((it) => `${queueName(it.queue)} ${it.level}`).join(", ");
    if (name === "skills") return Object.entries(fields.skills).map(([skill, level]) => `${skillName(skill)} ${level}`).join(", ");
    if (name === "role") return roleName(fields.role);
    return name === "phone" ? t(`people.phone.${fields.phone}`) : fields[name];
  };
}
