import { Button, Center, Group, Loader, Stack, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { addRole, rolesQuery } from "../api/roles";
import { ForbiddenPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { ProblemAlert } from "../forms/ProblemAlert";
import { draftOf, emptyRole, roleFaults, type RoleDraft } from "./fields";
import { RoleForm } from "./RoleForm";

/** A role of the tenant's own, from nothing or as another one is (`?from=`). */
export function NewRolePage() {
  const { t } = useTranslation();
  const { from } = useSearch({ from: "/signed-in/admin/roles/new" });
  const { data } = useQuery(rolesQuery);
  if (!useMay()("roles.manage")) return <ForbiddenPage />;
  if (data === undefined) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  const model = data.find((it) => it.id === from);
  return <NewRoleForm begun={model === undefined ? emptyRole : { ...draftOf(model), name: "" }} />;
}

function NewRoleForm({ begun }: { begun: RoleDraft }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(begun);
  const [tried, setTried] = useState(false);
  const wrong = roleFaults(draft);
  const adding = useMutation({
    mutationFn: () => addRole({ ...draft, name: draft.name.trim(), description: draft.description.trim() }),
    onSuccess: async (role) => {
      await queries.invalidateQueries({ queryKey: rolesQuery.queryKey });
      await navigate({ to: "/admin/roles/$role", params: { role: role.id } });
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length === 0) adding.mutate();
  };
  const shown = tried ? wrong : Object.fromEntries(Object.entries(wrong).filter(([, fault]) => fault.kind !== "required"));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw="62rem">
        <Title order={1} size="h3">
          {t("roles.add")}
        </Title>
        <RoleForm draft={draft} faults={shown} set={(part) => setDraft({ ...draft, ...part })} />
        {adding.isError && <ProblemAlert error={adding.error} />}
        <Group>
          <Button type="submit" loading={adding.isPending} data-testid="save">
            {t("roles.add")}
          </Button>
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/admin/roles" />}>
            {t("common.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
