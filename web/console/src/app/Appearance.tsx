import { ActionIcon, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, languages, type Language } from "./i18n";

/** Language and light or dark: kept in this browser. */
export function Appearance() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t("app.language")}
        value={i18n.language}
        onChange={(code) => void chooseLanguage(code as Language)}
        data={languages.map((code) => ({ value: code, label: code.toUpperCase() }))}
        data-testid="language"
      />
      <ActionIcon variant="default" size="lg" aria-label={t(dark ? "app.light" : "app.dark")} onClick={() => setColorScheme(dark ? "light" : "dark")} data-testid="color-scheme">
        {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </>
  );
}
