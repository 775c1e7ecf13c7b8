import { useLiveSocket } from "../live/LiveContext";
import type { Arguments } from "../live/messages";
import { useCommand, type Doing } from "../live/useCommand";

export type Ask = (name: string, args: Arguments) => void;

/** What a supervisor asks for, and why it was refused. */
export function useAsk(): Doing & { ask: Ask } {
  const socket = useLiveSocket();
  const doing = useCommand();
  return { ...doing, ask: (name, args) => socket !== undefined && void doing.run(() => socket.command(name, args)) };
}
