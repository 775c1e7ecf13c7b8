import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { changeOwnPassword, enter, signIn } from "../api/session";
import { LoginCard } from "./LoginCard";
import { NewPasswordForm } from "./NewPasswordForm";
import { ProviderButtons } from "./ProviderButtons";

export function LoginPage() {
  const { t } = useTranslation();
  return (
    <LoginCard lead={t("login.lead")}>
      <LoginForm />
    </LoginCard>
  );
}

function LoginForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next, refused } = useSearch({ from: "/login" });
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const goOn = () => navigate({ to: next ?? "/", replace: true });
  const signingIn = useMutation({
    mutationFn: () => signIn(queries, login.trim(), password),
    onSuccess: (must) => (must === null ? goOn() : undefined),
    onError: () => setPassword(""),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    signingIn.mutate();
  };
  if (signingIn.data === "change_password") {
    const save = async (wanted: string): Promise<void> => {
      await changeOwnPassword(password, wanted);
      await enter(queries);
      await goOn();
    };
    return <NewPasswordForm lead={t("newPassword.must")} save={save} />;
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {refused !== undefined && !signingIn.isError && (
          <Alert color="red" variant="light" role="alert" data-testid="login-refused">
            {t(`login.refused.${refused}`, { defaultValue: t("login.refused.provider_refused") })}
          </Alert>
        )}
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
        <ProviderButtons next={next ?? "/"} />
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
    if (error.code === "use_provider") return t("login.error.useProvider");
    if (error.status === 401 || error.status === 403) return t("login.error.wrong");
    if (error.status >= 500) return t("login.error.unreachable");
    return error.detail;
  }
}
