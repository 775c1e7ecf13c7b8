import { Button, Group, Text, Textarea } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../app/useSession";
import { useCommand } from "../live/useCommand";
import { useLiveSocket } from "../live/LiveContext";

const LONGEST = 500;

/** A few words to one or many agents; each desk shows them until they are read. */
export function MessageForm({ agents }: { agents: string[] }) {
  const { t } = useTranslation();
  const socket = useLiveSocket();
  const { run, busy, error } = useCommand();
  const [text, setText] = useState("");
  const [sent, setSent] = useState(false);
  const may = useMay()("supervision.message");
  if (socket === undefined || !may) return null;
  const send = async (): Promise<void> => {
    if (!(await run(() => socket.command("message", { agents, text })))) return;
    setText("");
    setSent(true);
  };
  return (
    <div>
      <Textarea
        label={t("floor.message", { count: agents.length })}
        value={text}
        maxLength={LONGEST}
        autosize
        minRows={2}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setSent(false);
        }}
        data-testid="message-text"
      />
      <Group mt="xs">
        <Button size="compact-md" leftSection={<IconSend size={16} />} disabled={text.trim() === ""} loading={busy} onClick={() => void send()} data-testid="message-send">
          {t("floor.send")}
        </Button>
        <Text size="sm" role="status">
          {sent ? t("floor.sent") : ""}
        </Text>
      </Group>
      {error !== undefined && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
