import { Alert, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props<Name> {
  conflicts: readonly Name[];
  label: (name: Name) => string;
  theirs: (name: Name) => string;
  mine: (name: Name) => string;
  keepMine: (name: Name) => void;
  takeTheirs: (name: Name) => void;
}

/** Somebody else changed the same fields meanwhile: each is decided, with both values in sight. */
export function ConflictPanel<Name extends PropertyKey>({ conflicts, label, theirs, mine, keepMine, takeTheirs }: Props<Name>) {
  const { t } = useTranslation();
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
              <Table.Tr key={String(name)} data-testid="conflict-row" data-field={name}>
                <Table.Th scope="row">{label(name)}</Table.Th>
                <Table.Td>
                  <Choice text={theirs(name)} label={t("form.conflict.takeTheirs")} choose={() => takeTheirs(name)} />
                </Table.Td>
                <Table.Td>
                  <Choice text={mine(name)} label={t("form.conflict.keepMine")} choose={() => keepMine(name)} />
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
