import { Anchor, Badge, Button, Center, Group, Loader, Paper, Table, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { rolesQuery } from "../api/roles";
import { ForbiddenPage, ProblemPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { useRoles } from "./useRoles";

/** The roles there are, and how many people have each. */
export function RolesPage() {
  const { t } = useTranslation();
  const may = useMay();
  if (!may("roles.read")) return <ForbiddenPage />;
  const manages = may("roles.manage");
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Title order={1} size="h3">
          {t("roles.title")}
        </Title>
        {manages && (
          <Button leftSection={<IconPlus size={16} />} renderRoot={(props) => <Link {...props} to="/admin/roles/new" search={{}} />} data-testid="add-role">
            {t("roles.add")}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {t("roles.lead")}
      </Text>
      <RoleList />
    </>
  );
}

function RoleList() {
  const { t } = useTranslation();
  const { roleName } = useRoles();
  const seesPeople = useMay()("people.read");
  const { data, error, isPending } = useQuery(rolesQuery);
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={520}>
        <Table highlightOnHover verticalSpacing="sm" data-testid="roles">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("roles.field.name")}</Table.Th>
              <Table.Th>{t("roles.field.scope")}</Table.Th>
              <Table.Th ta="end">{t("people.title")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((role) => (
              <Table.Tr key={role.id} data-testid="role-row" data-role={role.id}>
                <Table.Td>
                  <Group gap="xs">
                    <Anchor size="sm" fw={600} renderRoot={(props) => <Link {...props} to="/admin/roles/$role" params={{ role: role.id }} />}>
                      {roleName(role.id)}
                    </Anchor>
                    {role.builtIn && (
                      <Badge variant="default" size="sm">
                        {t("roles.builtIn")}
                      </Badge>
                    )}
                  </Group>
                  {role.description !== "" && (
                    <Text size="xs" c="dimmed">
                      {role.description}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{t(`roles.reach.${role.scope?.reach ?? "own"}`)}</Table.Td>
                <Table.Td ta="end">
                  {seesPeople && role.people > 0 ? (
                    <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/admin/people" search={{ role: role.id }} />} aria-label={t("roles.peopleWith", { role: roleName(role.id), count: role.people })}>
                      {role.people}
                    </Anchor>
                  ) : (
                    role.people
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
