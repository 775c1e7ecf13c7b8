import i18next from "i18next";
import { initReactI18next } from "react-i18next";

const KEY = "keryx.language";

/** Only the language that is read is fetched. */
const texts = { fr: () => import("../locales/fr"), en: () => import("../locales/en") };

export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

const known = (code: string | null | undefined): Language | undefined =>
  languages.find((language) => code?.toLowerCase().startsWith(language));

/** What was chosen here before, else what the browser asks for, else French. */
function firstLanguage(): Language {
  return known(localStorage.getItem(KEY)) ?? navigator.languages.map(known).find((code) => code !== undefined) ?? "fr";
}

function mark(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

export async function startI18n(language: Language = firstLanguage()): Promise<void> {
  i18next.on("languageChanged", mark);
  await i18next.use(initReactI18next).init({ resources: {}, fallbackLng: false, interpolation: { escapeValue: false } });
  await show(language);
}

async function show(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) i18next.addResourceBundle(language, "translation", (await texts[language]()).default);
  await i18next.changeLanguage(language);
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await show(language);
}

/** The person's own language, unless another was chosen in this browser. */
export async function suggestLanguage(codes: readonly string[]): Promise<void> {
  const language = codes.map(known).find((code) => code !== undefined);
  if (language !== undefined && localStorage.getItem(KEY) === null) await show(language);
}
