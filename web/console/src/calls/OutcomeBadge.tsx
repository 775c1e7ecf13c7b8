import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Outcome } from "../api/types";

const colors: Record<Outcome, string> = {
  answered: "green",
  abandoned: "orange",
  overflowed: "grape",
  closed: "gray",
  contained: "sea",
  rejected: "red",
  lost: "red",
};

export function OutcomeBadge({ outcome }: { outcome: Outcome | null }) {
  const { t } = useTranslation();
  return (
    <Badge variant="dot" tt="none" color={outcome == null ? "blue" : colors[outcome]} data-testid="outcome" data-outcome={outcome ?? "open"}>
      {t(`outcome.${outcome ?? "open"}`)}
    </Badge>
  );
}
