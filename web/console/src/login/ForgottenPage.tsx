import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { platformApi } from "../api/client";
import { ProblemAlert } from "../forms/ProblemAlert";
import { LoginCard } from "./LoginCard";

/** Asks for a mail with a link to a new password. What is said does not tell whether there is such an account. */
export function ForgottenPage() {
  const { t } = useTranslation();
  const [login, setLogin] = useState("");
  const asking = useMutation({ mutationFn: () => platformApi.POST("/api/platform/v1/password/forgotten", { body: { login: login.trim() } }) });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <LoginCard lead={t("mail.title")}>
      <Stack gap="md">
        {asking.isSuccess ? (
          <Text role="status" data-testid="mail-sent">
            {t("mail.sent")}
          </Text>
        ) : (
          <form onSubmit={submit}>
            <Stack gap="md">
              <Text size="sm">{t("mail.lead")}</Text>
              {asking.isError && <ProblemAlert error={asking.error} />}
              <TextInput label={t("login.login")} autoComplete="username" autoCapitalize="none" spellCheck={false} required withAsterisk={false} value={login} onChange={(event) => setLogin(event.currentTarget.value)} size="md" data-testid="login" />
              <Button type="submit" size="md" loading={asking.isPending} data-testid="send-link">
                {t("mail.send")}
              </Button>
            </Stack>
          </form>
        )}
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/login" search={{}} />}>
          {t("mail.back")}
        </Anchor>
      </Stack>
    </LoginCard>
  );
}
