import { Alert, Anchor, Badge, Button, Center, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconCopy, IconLock, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { changeRole, removeRole, rolesQuery, type Role } from "../api/roles";
import { ForbiddenPage, MissingPage, ProblemPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { ProblemAlert } from "../forms/ProblemAlert";
import { changedMeanwhile, SaveBar } from "../forms/SaveBar";
import { useEditing, type Stored } from "../forms/useEditing";
import { draftOf, roleFaults, type RoleDraft } from "./fields";
import { RoleForm } from "./RoleForm";
import { RoleSecondFactor } from "../secondFactor/RoleSecondFactor";
import { useRoles } from "./useRoles";

/** One role; a built-in one can be looked at and copied. */
export function RolePage() {
  const { t } = useTranslation();
  const { role: id } = useParams({ from: "/signed-in/admin/roles/$role" });
  const may = useMay();
  const { roleName } = useRoles();
  const { data, error, isPending } = useQuery(rolesQuery);
  if (!may("roles.read")) return <ForbiddenPage />;
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  const role = data.find((it) => it.id === id);
  if (role === undefined) return <MissingPage />;
  const [readOnly, manages, seesSecurity] = [role.builtIn || !may("roles.write"), may("roles.manage"), may("security.read")];
  return (
    <Stack gap="md" maw="62rem" data-testid="role-page">
      <Anchor size="sm" w="fit-content" renderRoot={(props) => <Link {...props} to="/admin/roles" />}>
        <Group gap={6}>
          <IconArrowLeft size={16} aria-hidden /> {t("roles.all")}
        </Group>
      </Anchor>
      <Group gap="sm">
        <Title order={1} size="h3">
          {roleName(role.id)}
        </Title>
        {role.builtIn && <Badge variant="default">{t("roles.builtIn")}</Badge>}
        <Text size="sm" c="dimmed">
          {t("people.count", { count: role.people })}
        </Text>
      </Group>
      {manages && <RoleActions role={role} />}
      {readOnly && (
        <Alert variant="light" color="gray" icon={<IconLock />}>
          {t(role.builtIn ? "roles.readOnlyBuiltIn" : "roles.readOnly")}
        </Alert>
      )}
      {seesSecurity && <RoleSecondFactor role={role.id} />}
      <RoleEditor key={role.id} role={role} readOnly={readOnly} />
    </Stack>
  );
}

function RoleActions({ role }: { role: Role }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const removing = useMutation({
    mutationFn: () => removeRole(role.id),
    onSuccess: async () => {
      await navigate({ to: "/admin/roles" });
      await queries.invalidateQueries({ queryKey: rolesQuery.queryKey });
    },
  });
  return (
    <>
      <Group gap="xs">
        <Button variant="default" size="compact-md" leftSection={<IconCopy size={16} />} renderRoot={(props) => <Link {...props} to="/admin/roles/new" search={{ from: role.id }} />} data-testid="copy-role">
          {t("roles.copy")}
        </Button>
        {!role.builtIn && (
          <Button variant="default" size="compact-md" leftSection={<IconTrash size={16} />} loading={removing.isPending} onClick={() => globalThis.confirm(t("roles.askRemove", { name: role.name })) && removing.mutate()} data-testid="remove-role">
            {t("roles.remove")}
          </Button>
        )}
      </Group>
      {removing.isError && <ProblemAlert error={removing.error} />}
    </>
  );
}

const stored = (role: Role): Stored<RoleDraft> => ({ revision: role.revision, fields: draftOf(role) });

function RoleEditor({ role, readOnly }: { role: Role; readOnly: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const editing = useEditing(stored(role));
  const wrong = roleFaults(editing.mine);
  const saving = useMutation({
    mutationFn: () => changeRole(role.id, editing.revision, { ...editing.mine, name: editing.mine.name.trim(), description: editing.mine.description.trim() }),
    onSuccess: (saved) => {
      editing.saved(stored(saved));
      queries.setQueryData(rolesQuery.queryKey, (all) => all?.map((it) => (it.id === saved.id ? saved : it)));
    },
    onError: (error) => (changedMeanwhile(error) ? queries.invalidateQueries({ queryKey: rolesQuery.queryKey }) : undefined),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (Object.keys(wrong).length === 0 && !saving.isPending) saving.mutate();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="lg">
        <RoleForm draft={editing.mine} faults={wrong} set={editing.set} readOnly={readOnly} />
        <SaveBar editing={editing} saving={saving} wrong={Object.keys(wrong).length > 0} label={(name) => t(`roles.field.${name}`)} told={told} />
      </Stack>
    </form>
  );
}

/** A field's value as one line; names of the API are enough to tell two versions apart. */
function told(name: keyof RoleDraft, draft: RoleDraft): string {
  if (name === "levels") return Object.entries(draft.levels).map(([module, level]) => `${module} ${level}`).join(", ");
  if (name === "rights") return draft.rights.join(", ");
  if (name === "scope") return [draft.scope.reach, ...draft.scope.sites, ...draft.scope.teams, ...draft.scope.queues].join(", ");
  if (name === "exceptions") return Object.entries(draft.exceptions).map(([it, scope]) => `${it} ${scope.reach}`).join(", ");
  return draft[name];
}
