import { ActionIcon, Kbd, Modal, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKeyboard } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { keys, type DeskKey } from "../desk/keys";

const names = Object.keys(keys) as DeskKey[];

export function KeysHelp() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <ActionIcon variant="default" size="lg" aria-label={t("keys.title")} onClick={open} data-testid="keys-help">
        <IconKeyboard size={18} />
      </ActionIcon>
      <Modal opened={opened} onClose={close} title={t("keys.title")} closeButtonProps={{ "aria-label": t("common.close") }} centered>
        <Table>
          <Table.Tbody>
            {names.map((name) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <Kbd>{keys[name]}</Kbd>
                </Table.Td>
                <Table.Td>{t(`keys.${name}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  );
}
