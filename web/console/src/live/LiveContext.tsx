import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { sessionQuery } from "../api/session";
import { LiveSocket, type Connection } from "./LiveSocket";
import type { LiveTopic } from "./LiveTopic";
import { webSocketUrl } from "./webSocketUrl";

export const LiveContext = createContext<LiveSocket | undefined>(undefined);

/** One connection for all that is live, for as long as the person is signed in to the page. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [socket] = useState(() => new LiveSocket({ url: webSocketUrl("/api/tenant/v1/ws"), sessionAlive: () => isAlive(queries) }));
  useEffect(() => {
    const online = (): void => socket.reconnectNow();
    socket.start();
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("online", online);
      socket.stop();
    };
  }, [socket]);
  return <LiveContext value={socket}>{children}</LiveContext>;
}

async function isAlive(queries: QueryClient): Promise<boolean> {
  try {
    return (await queries.query({ ...sessionQuery, staleTime: 0, retry: false })) !== null;
  } catch {
    return true; // Not reachable says nothing about the session.
  }
}

export function useLiveSocket(): LiveSocket | undefined {
  return useContext(LiveContext);
}

const never = (): (() => void) => () => undefined;

export function useConnection(): Connection {
  const socket = useLiveSocket();
  return useSyncExternalStore(socket ? (listener) => socket.listen(listener) : never, () => socket?.connection ?? "connecting");
}

export interface Live<View> {
  view: View | undefined;
  /** When the view was last known to be how it is (`Date.now()`). */
  asOf: number | undefined;
  refused: string | undefined;
}

/** A topic for as long as something shows it. */
export function useTopic<View>(name: string): Live<View> {
  const socket = useLiveSocket();
  const listen = useCallback((listener: () => void) => socket?.follow(name, listener) ?? (() => undefined), [socket, name]);
  const topic = (): LiveTopic | undefined => socket?.known(name);
  const view = useSyncExternalStore(listen, () => topic()?.data) as View | undefined;
  const asOf = useSyncExternalStore(listen, () => topic()?.asOf);
  const refused = useSyncExternalStore(listen, () => topic()?.refused);
  return { view, asOf, refused };
}

/** The server's time, ticking each half second: timers agree with the records. Milliseconds since the epoch. */
export function useServerClock(): number {
  const socket = useLiveSocket();
  const [now, setNow] = useState(() => Date.now() + (socket?.clockOffset ?? 0));
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + (socket?.clockOffset ?? 0)), 500);
    return () => clearInterval(timer);
  }, [socket]);
  return now;
}
