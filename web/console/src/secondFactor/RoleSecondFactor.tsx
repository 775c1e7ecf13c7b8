import { Fieldset, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { requireTotp, totpRolesQuery } from "../api/secondFactor";
import { useMay } from "../app/useSession";
import { ProblemAlert } from "../forms/ProblemAlert";

/** Whether a role's people must have an authenticator, and whom that touches. */
export function RoleSecondFactor({ role }: { role: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const writes = useMay()("security.write");
  const { data, error } = useQuery(totpRolesQuery);
  const requiring = useMutation({
    mutationFn: (required: boolean) => requireTotp(role, required),
    onSuccess: (saved) => queries.setQueryData(totpRolesQuery.queryKey, (all) => all?.map((it) => (it.role === saved.role ? saved : it))),
  });
  const found = data?.find((it) => it.role === role);
  const failed = error ?? requiring.error;
  return (
    <Fieldset legend={t("secondFactor.role")} data-testid="role-second-factor">
      <Stack gap="xs">
        {found !== undefined && (
          <>
            <Switch label={t("secondFactor.roleRequire")} checked={found.required} disabled={!writes || requiring.isPending} onChange={(event) => requiring.mutate(event.currentTarget.checked)} data-testid="require-totp" />
            <Text size="sm" c="dimmed">
              {t("secondFactor.roleTouched", { count: found.without })} {t("secondFactor.roleProviders")}
            </Text>
          </>
        )}
        {failed !== null && <ProblemAlert error={failed} />}
      </Stack>
    </Fieldset>
  );
}
