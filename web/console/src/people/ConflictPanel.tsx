import { Alert, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRoles } from "../roles/useRoles";
import type { PersonFields } from "./fields";
import { useChoices } from "./useChoices";

interface Props {
  conflicts: readonly (keyof PersonFields)[];
  theirs: PersonFields;
  mine: PersonFields;
  keepMine: (name: keyof PersonFields) => void;
  takeTheirs: (name: keyof PersonFields) => void;
}

/** Somebody else changed the same fields meanwhile: each is decided, with both values in sight. */
export function ConflictPanel({ conflicts, theirs, mine, keepMine, takeTheirs }: Props) {
  const { t } = useTranslation();
  const told = useTold();
  return (
    <Alert color="yellow" variant="light" role="alert" title={t("form.conflict.title")} data-testid="conflict">
      <Stack gap="xs">
        <Text size="sm">{t("form.conflict.text")}</Text>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("form.conflict.field")}</Table.Th>
              <Table.Th>{t("form.conflict.theirs")}</Table.Th>
              <Table.Th>{t("form.conflict.mine")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {conflicts.map((name) => (
              <Table.Tr key={name} data-testid="conflict-row" data-field={name}>
                <Table.Th scope="row">{t(`people.field.${name}`)}</Table.Th>
                <Table.Td>
                  <Choice text={told(name, theirs)} label={t("form.conflict.takeTheirs")} choose={() => takeTheirs(name)} />
                </Table.Td>
                <Table.Td>
                  <Choice text={told(name, mine)} label={t("form.conflict.keepMine")} choose={() => keepMine(name)} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Alert>
  );
}

function Choice({ text, label, choose }: { text: string; label: string; choose: () => void }) {
  return (
    <Group gap="xs" align="flex-start" justify="space-between">
      <Text size="sm">{text === "" ? "–" : text}</Text>
      <Button size="compact-xs" variant="default" onClick={choose}>
        {label}
      </Button>
    </Group>
  );
}

/** A field's value as one line. */
function useTold(): (name: keyof PersonFields, fields: PersonFields) => string {
  const { t } = useTranslation();
  const { queueName } = useChoices();
  const { roleName } = useRoles();
  return (name, fields) => {
    if (name === "languages") return fields.languages.join(", ");
    if (name === "queues") return fields.queues.map((it) => `${queueName(it.queue)} ${it.level}`).join(", ");
    if (name === "skills") return Object.entries(fields.skills).map(([skill, level]) => `${skill} ${level}`).join(", ");
    if (name === "role") return roleName(fields.role);
    return name === "phone" ? t(`people.phone.${fields.phone}`) : fields[name];
  };
}
