import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEffect, useState } from "react";
import { freshness, type Freshness } from "./freshness";

/** How old figures are, in whole seconds, and how they may be shown. `asOf` by this machine's clock. */
export function useAge(asOf: number | undefined): { seconds: number | undefined; freshness: Freshness } {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const age = asOf === undefined ? undefined : Math.max(0, now - asOf);
  return { seconds: age === undefined ? undefined : Math.floor(age / 1000), freshness: freshness(age) };
}

/** Says how old a tile's figures are. */
export function Age({ seconds, freshness: how }: { seconds: number | undefined; freshness: Freshness }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c={how === "stale" ? "red" : "dimmed"} fw={how === "fresh" ? 400 : 700} data-testid="age">
      {seconds === undefined ? t("floor.neverSeen") : t(how === "fresh" ? "floor.asOf" : "floor.notSince", { seconds })}
    </Text>
  );
}
