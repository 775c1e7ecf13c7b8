import { Button, Stack, Text } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import classes from "./desk.module.css";

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Keys for the machine at the other end; typed on the keyboard too while the pad has the focus. */
export function Keypad({ send }: { send: (digit: string) => void }) {
  const { t } = useTranslation();
  const [sent, setSent] = useState("");
  const press = (digit: string): void => {
    setSent((before) => (before + digit).slice(-24));
    send(digit);
  };
  const typed = (event: KeyboardEvent): void => {
    if (digits.includes(event.key) && !event.ctrlKey && !event.metaKey) press(event.key);
  };
  return (
    <Stack gap="xs" role="group" aria-label={t("call.keypad")} onKeyDown={typed} data-testid="keypad-pad">
      <Text mih="1.5em" className={classes.timer} aria-live="off">
        {sent}
      </Text>
      <div className={classes.keypad}>
        {digits.map((digit, index) => (
          <Button key={digit} variant="default" size="md" p={0} data-autofocus={index === 0 || undefined} onClick={() => press(digit)}>
            {digit}
          </Button>
        ))}
      </div>
    </Stack>
  );
}
