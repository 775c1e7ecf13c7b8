import { Alert, Button, List, PasswordInput, Stack, Text } from "@mantine/core";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { bodyOf, platformApi } from "../api/client";
import type { components } from "../api/generated/platform";
import { ProblemError } from "../api/problem";

type Rules = components["schemas"]["Rules"];

const rulesQuery = queryOptions({
  queryKey: ["password-rules"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/password/rules")),
});

const COUNTS = ["lower", "upper", "digit", "special"] as const;

/** How many characters of a kind a password has; the server counts in the same way. */
const count: Record<(typeof COUNTS)[number], (password: string) => number> = {
  lower: (password) => password.match(/\p{Ll}/gu)?.length ?? 0,
  upper: (password) => password.match(/\p{Lu}/gu)?.length ?? 0,
  digit: (password) => password.match(/\p{Nd}/gu)?.length ?? 0,
  special: (password) => password.match(/[^\p{L}\p{N}]/gu)?.length ?? 0,
};

/** Asks for a new password, says what is asked of it, and hands it to `save`. */
export function NewPasswordForm({ lead, save }: { lead: string; save: (password: string) => Promise<void> }) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery);
  const [password, setPassword] = useState("");
  const saving = useMutation({ mutationFn: () => save(password) });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>{lead}</Text>
        {saving.isError && (
          <Alert color="red" variant="light" role="alert" data-testid="password-error">
            <SavingError error={saving.error} />
          </Alert>
        )}
        <PasswordInput
          label={t("newPassword.label")}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          size="md"
          visibilityToggleButtonProps={{ "aria-label": t("login.showPassword"), tabIndex: 0, "aria-hidden": false }}
          data-testid="new-password"
        />
        {rules.data && <RuleList rules={rules.data} password={password} />}
        <Button type="submit" size="md" loading={saving.isPending} data-testid="save-password">
          {t("newPassword.save")}
        </Button>
      </Stack>
    </form>
  );
}

function RuleList({ rules, password }: { rules: Rules; password: string }) {
  const { t } = useTranslation();
  const mark = (kept: boolean): string => (kept ? t("newPassword.kept") : t("newPassword.notYet"));
  return (
    <List size="sm" aria-label={t("newPassword.rules")}>
      <List.Item>
        {t("newPassword.minLength", { count: rules.minLength })} · {mark(Array.from(password).length >= rules.minLength)}
      </List.Item>
      {COUNTS.filter((kind) => rules[kind] > 0).map((kind) => (
        <List.Item key={kind}>
          {t(`newPassword.rule.${kind}`, { number: rules[kind] })} · {mark(count[kind](password) >= rules[kind])}
        </List.Item>
      ))}
      {rules.blocklist && <List.Item>{t("newPassword.blocklist")}</List.Item>}
      {rules.history > 0 && <List.Item>{t("newPassword.history", { number: rules.history })}</List.Item>}
    </List>
  );
}

function SavingError({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (!(error instanceof ProblemError)) return t("login.error.unreachable");
  if (error.code === "weak_password") return t("newPassword.weak");
  if (error.code === "link_used") return t("newPassword.linkUsed");
  return error.status >= 500 ? t("login.error.unreachable") : error.detail;
}
