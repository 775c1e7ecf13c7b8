import { Alert, Button, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { signIn } from "../api/session";
import { Appearance } from "../app/Appearance";
import { Logo } from "../app/Logo";
import { tenantLabel } from "../app/tenantLabel";
import classes from "./login.module.css";

export function LoginPage() {
  const { t } = useTranslation();
  return (
    <main className={classes.page}>
      <Group justify="flex-end" className={classes.corner}>
        <Appearance />
      </Group>
      <Paper withBorder shadow="sm" p="xl" className={classes.card}>
        <Stack gap="lg">
          <Group gap="sm">
            <Logo size={40} />
            <div>
              <Title order={1} size="h3" data-testid="tenant-name">
                {tenantLabel(location.hostname)}
              </Title>
              <Text size="sm" c="dimmed">
                {t("login.lead")}
              </Text>
            </div>
          </Group>
          <LoginForm />
        </Stack>
      </Paper>
    </main>
  );
}

function LoginForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/login" });
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const signingIn = useMutation({
    mutationFn: () => signIn(queries, login.trim(), password),
    onSuccess: () => navigate({ to: next ?? "/", replace: true }),
    onError: () => setPassword(""),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    signingIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {signingIn.isError && <LoginError error={signingIn.error} />}
        <TextInput label={t("login.login")} autoComplete="username" autoCapitalize="none" spellCheck={false} required withAsterisk={false} value={login} onChange={(event) => setLogin(event.currentTarget.value)} name="login" size="md" data-testid="login" />
        <PasswordInput
          label={t("login.password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          name="password"
          size="md"
          visibilityToggleButtonProps={{ "aria-label": t("login.showPassword"), tabIndex: 0, "aria-hidden": false }}
          data-testid="password"
        />
        <Button type="submit" size="md" loading={signingIn.isPending} data-testid="submit">
          {t("login.submit")}
        </Button>
      </Stack>
    </form>
  );
}

const MINUTE = 60;

/** What went wrong, in one sentence; never whether it was the name or the password. */
function LoginError({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="light" role="alert" data-testid="login-error">
      {sentence()}
    </Alert>
  );

  function sentence(): string {
    if (!(error instanceof ProblemError)) return t("login.error.unreachable");
    if (error.status === 423 || error.status === 429 || /lock/.test(error.code)) {
      return error.retryAfter === undefined ? t("login.error.locked") : t("login.error.lockedFor", { count: Math.ceil(error.retryAfter / MINUTE) });
    }
    if (error.status === 401 || error.status === 403) return t("login.error.wrong");
    if (error.status >= 500) return t("login.error.unreachable");
    return error.detail;
  }
}
