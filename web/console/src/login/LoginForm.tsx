import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { changeOwnPassword, goOn, signIn, type Must } from "../api/session";
import { CodeForm } from "./CodeForm";
import { ForgottenLink } from "./ForgottenLink";
import { LoginError } from "./LoginError";
import { NewPasswordForm } from "./NewPasswordForm";
import { ProviderButtons } from "./ProviderButtons";

// Few people set an authenticator up, and none twice: what draws the picture is fetched then.
const EnrolForm = lazy(async () => ({ default: (await import("../secondFactor/EnrolForm")).EnrolForm }));

const asksForCode = (error: Error | null): boolean => error instanceof ProblemError && (error.code === "code_required" || error.code === "wrong_code");

/** Login and password, then whatever else the server wants before the person may go on. */
export function LoginForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next, refused } = useSearch({ from: "/login" });
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [must, setMust] = useState<Must>(null);
  const [byCode, setByCode] = useState(false);
  const proceed = async (wanted: Must): Promise<void> => {
    setMust(wanted);
    if (wanted === null) await navigate({ to: next ?? "/", replace: true });
  };
  const signingIn = useMutation({
    mutationFn: (code: string | undefined) => signIn(queries, login.trim(), password, code),
    onSuccess: proceed,
    onError: (error) => {
      setByCode(asksForCode(error));
      if (!asksForCode(error)) setPassword("");
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    signingIn.mutate(undefined);
  };
  const again = (): void => {
    setByCode(false);
    setPassword("");
    signingIn.reset();
  };
  if (must === "change_password") {
    const save = async (wanted: string): Promise<void> => {
      await changeOwnPassword(password, wanted);
      await proceed(await goOn(queries));
    };
    return <NewPasswordForm lead={t("newPassword.must")} save={save} />;
  }
  if (must === "enrol_totp") {
    return (
      <Suspense>
        <EnrolForm lead={t("secondFactor.must")} done={() => void goOn(queries).then(proceed)} />
      </Suspense>
    );
  }
  const failed = signingIn.error;
  if (byCode) {
    const wrong = failed instanceof ProblemError && failed.code === "wrong_code";
    return (
      <CodeForm send={signingIn.mutate} back={again} pending={signingIn.isPending}>
        {wrong && <LoginError error={failed} />}
      </CodeForm>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {refused !== undefined && failed === null && (
          <Alert color="red" variant="light" role="alert" data-testid="login-refused">
            {t(`login.refused.${refused}`, { defaultValue: t("login.refused.provider_refused") })}
          </Alert>
        )}
        {failed !== null && <LoginError error={failed} />}
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
        <ForgottenLink />
        <ProviderButtons next={next ?? "/"} />
      </Stack>
    </form>
  );
}
