import { Alert, Button, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./fields.module.css";

/** A password that was made for somebody: the server tells it this once. */
export function SecretCard({ login, password }: { login: string; password: string }) {
  const { t } = useTranslation();
  return (
    <Alert color="sea" variant="light" icon={<IconKey />} title={t("people.password.title", { login })} role="status" data-testid="new-password">
      <Group justify="space-between">
        <Text component="code" className={classes.secret} data-testid="password">
          {password}
        </Text>
        <CopyButton value={password}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-md" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
              {t(copied ? "people.password.copied" : "people.password.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" mt="xs">
        {t("people.password.once")}
      </Text>
    </Alert>
  );
}
