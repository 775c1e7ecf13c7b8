import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { sessionQuery } from "../api/session";
import type { DeskView } from "../api/types";
import { LiveSocket, type Connection } from "../live/LiveSocket";
import { Microphone } from "../phone/Microphone";
import { Phone, type PhoneView } from "../phone/Phone";
import { Desk } from "./Desk";
import { playRemote } from "./remoteAudio";
import { TabLease } from "./TabLease";

export const DeskContext = createContext<Desk | undefined>(undefined);

const webSocketUrl = (path: string): string => `${location.origin.replace(/^http/, "ws")}${path}`;

/** SIP is only fetched when a phone is: people who read reports never need it. */
function openDesk(sessionAlive: () => Promise<boolean>, openLine: ConstructorParameters<typeof Phone>[0]): Desk {
  const socket = new LiveSocket({ url: webSocketUrl("/api/tenant/v1/ws"), sessionAlive });
  return new Desk(socket, new Phone(openLine, new Microphone(), playRemote), new TabLease(), webSocketUrl);
}

/** One desk for as long as the person is signed in to the page, on whatever page they are: leaving the desk's page ends no call. */
export function DeskProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [desk, setDesk] = useState<Desk>();
  useEffect(() => {
    let opened: Desk | undefined;
    let gone = false;
    const alive = async (): Promise<boolean> => {
      try {
        return (await queries.query({ ...sessionQuery, staleTime: 0, retry: false })) !== null;
      } catch {
        return true; // Not reachable says nothing about the session.
      }
    };
    void import("../phone/sipLine").then(({ openSipLine }) => {
      if (gone) return;
      opened = openDesk(alive, openSipLine);
      opened.socket.start();
      setDesk(opened);
    });
    const online = (): void => {
      opened?.socket.reconnectNow();
      opened?.phone.refresh();
    };
    const leave = (): void => opened?.phone.leave();
    window.addEventListener("online", online);
    window.addEventListener("pagehide", leave);
    return () => {
      gone = true;
      window.removeEventListener("online", online);
      window.removeEventListener("pagehide", leave);
      opened?.close();
      opened?.socket.stop();
    };
  }, [queries]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk | undefined {
  return useContext(DeskContext);
}

const never = (): (() => void) => () => undefined;

export function useDeskView(desk: Desk | undefined): DeskView | undefined {
  return useSyncExternalStore(desk ? (listener) => desk.listen(listener) : never, () => desk?.view);
}

export function useConnection(desk: Desk | undefined): Connection {
  return useSyncExternalStore(desk ? (listener) => desk.socket.listen(listener) : never, () => desk?.socket.connection ?? "connecting");
}

export function useEngineUp(desk: Desk | undefined): boolean {
  return useSyncExternalStore(desk ? (listener) => desk.socket.listen(listener) : never, () => desk?.socket.engineUp ?? true);
}

/** Whether this tab has the phone. */
export function useLease(desk: Desk): boolean {
  return useSyncExternalStore(
    (listener) => desk.lease.listen(listener),
    () => desk.lease.held,
  );
}

export function usePhoneView(desk: Desk): PhoneView {
  return useSyncExternalStore(
    (listener) => desk.phone.listen(listener),
    () => desk.phone.view,
  );
}
