import { Button } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DeskView } from "../api/types";
import type { Desk } from "./Desk";
import { useCommand } from "../live/useCommand";

/** One click calls a supervisor; another takes it back. */
export function HelpButton({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const { run, busy } = useCommand();
  const asked = view.helpSince != null;
  return (
    <Button
      variant={asked ? "light" : "default"}
      color={asked ? "orange" : "gray"}
      aria-pressed={asked}
      disabled={busy}
      leftSection={<IconHandStop size={16} />}
      onClick={() => void run(() => desk.command("ask_help", { asked: !asked }))}
      data-testid="ask-help"
    >
      {t(asked ? "help.asked" : "help.ask")}
    </Button>
  );
}
