import { Button, CopyButton, Group, List, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Codes that are told this once; the person says that they are kept. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const { t } = useTranslation();
  const text = codes.join("\n");
  return (
    <Stack gap="md" data-testid="recovery-codes">
      <Title order={2} size="h4">
        {t("secondFactor.keepCodes")}
      </Title>
      <Text size="sm">{t("secondFactor.keepCodesLead")}</Text>
      <List listStyleType="none" spacing={2}>
        {codes.map((code) => (
          <List.Item key={code}>
            <Text component="code" size="sm" data-testid="recovery-code">
              {code}
            </Text>
          </List.Item>
        ))}
      </List>
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
              {t(copied ? "secondFactor.copied" : "secondFactor.copy")}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" component="a" href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`} download={`keryx-${location.hostname}.txt`} leftSection={<IconDownload size={16} />}>
          {t("secondFactor.save")}
        </Button>
        <Button onClick={done} data-testid="codes-kept">
          {t("secondFactor.kept")}
        </Button>
      </Group>
    </Stack>
  );
}
