import { ActionIcon, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSettings } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Desk } from "../desk/Desk";
import { SoundPanel } from "./SoundPanel";

/** Devices can be changed at any time, also in a call. */
export function SoundButton({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="md" aria-label={t("sound.title")} onClick={open} data-testid="sound-settings">
        <IconSettings size={16} />
      </ActionIcon>
      <Modal opened={opened} onClose={close} title={t("sound.title")} closeButtonProps={{ "aria-label": t("common.close") }} centered>
        <SoundPanel desk={desk} />
      </Modal>
    </>
  );
}
