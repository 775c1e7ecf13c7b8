import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DeskView } from "../api/types";
import type { Desk } from "./Desk";
import { useCommand } from "../live/useCommand";

/** What supervisors wrote, until it is read. */
export function Messages({ desk, messages }: { desk: Desk; messages: DeskView["messages"] }) {
  const { t } = useTranslation();
  const { run, busy } = useCommand();
  return (
    <Stack gap="xs" role="log" aria-label={t("messages.title")}>
      {messages.map(({ id, by, text }) => (
        <Alert key={id} variant="light" icon={<IconMessage />} title={t("messages.from", { name: by })} data-testid={`message-${id}`}>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {text}
          </Text>
          <Button size="compact-sm" mt={6} variant="default" disabled={busy} onClick={() => void run(() => desk.command("read_message", { message: id }))} data-testid="message-read">
            {t("messages.read")}
          </Button>
        </Alert>
      ))}
    </Stack>
  );
}
