import { Anchor } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./fields.module.css";

export function BackLink() {
  const { t } = useTranslation();
  return (
    <Anchor size="sm" className={classes.back ?? ""} renderRoot={(props) => <Link {...props} to="/admin/people" />}>
      <IconArrowLeft size={16} aria-hidden /> {t("people.all")}
    </Anchor>
  );
}
