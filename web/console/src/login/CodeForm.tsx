import { Button, Stack, Text } from "@mantine/core";
import { useState, type ReactNode, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { CodeInput } from "../secondFactor/CodeInput";

interface Props {
  send: (code: string) => void;
  back: () => void;
  pending: boolean;
  children: ReactNode;
}

/** The second step of a log-in: what the authenticator shows. `children` tells what went wrong with the code before. */
export function CodeForm({ send, back, pending, children }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    send(code);
    setCode("");
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>{t("secondFactor.askCode")}</Text>
        {children}
        <CodeInput value={code} set={setCode} hint={t("secondFactor.codeHint")} />
        <Button type="submit" size="md" loading={pending} data-testid="submit-code">
          {t("login.submit")}
        </Button>
        <Button variant="subtle" onClick={back}>
          {t("secondFactor.back")}
        </Button>
      </Stack>
    </form>
  );
}
