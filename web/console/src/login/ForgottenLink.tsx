import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { waysInQuery } from "./ProviderButtons";

/** Leads to asking for a mail, where the platform sends any. */
export function ForgottenLink() {
  const { t } = useTranslation();
  const { data } = useQuery(waysInQuery);
  if (data?.passwordByMail !== true) return null;
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/forgotten" />} data-testid="forgotten">
      {t("mail.forgotten")}
    </Anchor>
  );
}
