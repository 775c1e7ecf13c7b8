import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../app/useSession";
import { useCommand } from "../live/useCommand";
import { useLiveSocket } from "../live/LiveContext";

/** Ends a contact that is stuck: asked twice, for it hangs up on somebody. */
export function ReleaseButton({ interaction }: { interaction: string }) {
  const { t } = useTranslation();
  const socket = useLiveSocket();
  const { run, busy, error } = useCommand();
  const [sure, setSure] = useState(false);
  const may = useMay()("supervision.release");
  if (socket === undefined || !may) return null;
  if (!sure) {
    return (
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setSure(true)} data-testid="release">
        {t("floor.release")}
      </Button>
    );
  }
  return (
    <Group gap="xs">
      <Button size="compact-sm" color="red" loading={busy} onClick={() => void run(() => socket.command("release", { interaction }))} data-testid="release-sure">
        {t("floor.releaseSure")}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setSure(false)}>
        {t("floor.no")}
      </Button>
      {error !== undefined && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
    </Group>
  );
}
