import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  value: string;
  set: (code: string) => void;
  label?: string;
  hint?: string;
}

/** One field for what an authenticator shows; telephones offer digits, and the code of a message they just got. */
export function CodeInput({ value, set, label, hint }: Props) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={label ?? t("secondFactor.code")}
      description={hint}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      withAsterisk={false}
      size="md"
      data-autofocus
      data-testid="code"
    />
  );
}
