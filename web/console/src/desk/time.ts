import { useEffect, useState } from "react";
import type { Desk } from "./Desk";

const two = (value: number): string => String(value).padStart(2, "0");

/** `m:ss`, or `h:mm:ss` from an hour on. Never negative. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The server's time, ticking: all timers of the desk agree with the records. Milliseconds since the epoch. */
export function useServerNow(desk: Desk): number {
  const [now, setNow] = useState(() => Date.now() + desk.socket.clockOffset);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + desk.socket.clockOffset), 500);
    return () => clearInterval(timer);
  }, [desk]);
  return now;
}
