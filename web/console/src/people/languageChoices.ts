import { useTranslation } from "react-i18next";

/** ISO 639-1 of languages that contact centres answer in; whatever else a person already has is shown by its code. */
const codes =
  "ar bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km ko lb lo lt lv mg mk ml mn mr ms mt my nb ne nl nn pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi wo zh zu".split(" ");

/** Languages by their names in the reader's own. */
export function useLanguageChoices(): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  const names = new Intl.DisplayNames([i18n.language], { type: "language" });
  return codes.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) => a.label.localeCompare(b.label, i18n.language));
}
