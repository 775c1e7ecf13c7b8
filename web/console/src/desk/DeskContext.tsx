import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import type { DeskView } from "../api/types";
import { useLiveSocket } from "../live/LiveContext";
import type { LiveSocket } from "../live/LiveSocket";
import { webSocketUrl } from "../live/webSocketUrl";
import { Microphone } from "../phone/Microphone";
import { Phone, type PhoneView } from "../phone/Phone";
import { SoundChoice } from "../sound/SoundChoice";
import { Desk } from "./Desk";
import { playRemote, speakThrough } from "./remoteAudio";
import { TabLease } from "./TabLease";

export const DeskContext = createContext<Desk | undefined>(undefined);

/** SIP is only fetched when a phone is: people who read reports never need it. */
function openDesk(socket: LiveSocket, openLine: ConstructorParameters<typeof Phone>[0], person: string): Desk {
  const sound = new SoundChoice(person);
  const speak = (): void => speakThrough(sound.devices.speaker);
  speak();
  sound.listen(speak);
  const microphone = new Microphone(navigator.mediaDevices, () => sound.devices.microphone);
  return new Desk(socket, new Phone(openLine, microphone, playRemote), new TabLease(), webSocketUrl, sound);
}

/** One desk for as long as the person is signed in to the page, on whatever page they are: leaving the desk's page ends no call. */
export function DeskProvider({ person, children }: { person: string; children: ReactNode }) {
  const socket = useLiveSocket();
  const [desk, setDesk] = useState<Desk>();
  useEffect(() => {
    if (socket === undefined) return;
    let opened: Desk | undefined;
    let gone = false;
    void import("../phone/sipLine").then(({ openSipLine }) => {
      if (gone) return;
      opened = openDesk(socket, openSipLine, person);
      setDesk(opened);
    });
    const online = (): void => opened?.phone.refresh();
    const leave = (): void => opened?.phone.leave();
    window.addEventListener("online", online);
    window.addEventListener("pagehide", leave);
    return () => {
      gone = true;
      window.removeEventListener("online", online);
      window.removeEventListener("pagehide", leave);
      opened?.close();
    };
  }, [socket, person]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk | undefined {
  return useContext(DeskContext);
}

const never = (): (() => void) => () => undefined;

export function useDeskView(desk: Desk | undefined): DeskView | undefined {
  return useSyncExternalStore(desk ? (listener) => desk.listen(listener) : never, () => desk?.view);
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
