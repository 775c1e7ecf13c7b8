import { Menu } from "@mantine/core";
import { IconEar, IconMessageCircle, IconPlayerRecord, IconPlayerStop, IconUser, IconUsersPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMay } from "../app/useSession";
import type { Ask } from "./useAsk";
import type { Row } from "./figures";

export interface Place {
  agent: string;
  x: number;
  y: number;
}

interface Props {
  row: Row;
  place: Place;
  ask: Ask;
  open: (agent: string) => void;
  close: () => void;
}

const modes = [
  { mode: "listen", Icon: IconEar },
  { mode: "whisper", Icon: IconMessageCircle },
  { mode: "join", Icon: IconUsersPlus },
] as const;

/** What a supervisor can do about an agent's call: by a right click on the row, or by the menu key on its name. */
export function SupervisorMenu({ row, place, ask, open, close }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const talks = row.state === "talking" && row.interaction != null;
  const mayRecord = may("supervision.record");
  const recorded = row.recording === "on";
  return (
    <Menu opened onClose={close} position="bottom-start" trapFocus returnFocus>
      <Menu.Target>
        <span aria-hidden style={{ position: "fixed", insetBlockStart: place.y, left: place.x, inlineSize: 1, blockSize: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("watch.menu", { name: row.name })} data-testid="supervisor-menu">
        {modes.filter(({ mode }) => may(`supervision.${mode}`)).map(({ mode, Icon }) => (
          <Menu.Item key={mode} leftSection={<Icon size={16} aria-hidden />} disabled={!talks} onClick={() => ask(mode, { agent: row.id })} data-testid={`menu-${mode}`}>
            {t(`watch.${mode}`)}
          </Menu.Item>
        ))}
        {mayRecord && (
          <Menu.Item leftSection={recorded ? <IconPlayerStop size={16} aria-hidden /> : <IconPlayerRecord size={16} aria-hidden />} disabled={!talks} onClick={() => ask("record", { agent: row.id, recorded: !recorded })} data-testid="menu-record">
            {t(recorded ? "watch.stopRecording" : "watch.record")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconUser size={16} aria-hidden />} onClick={() => open(row.id)} data-testid="menu-more">
          {t("watch.more")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

