/** `off` lets go of the sound device. */
export type Heard = "both" | "contact" | "agent" | "off";

/** Left is the contact, right the agent: lets one of them, or both, be heard in both ears. */
export function channelSwitch(element: HTMLAudioElement): (heard: Heard) => void {
  const context = new AudioContext();
  const source = new MediaElementAudioSourceNode(context, { mediaElement: element });
  const split = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  const contact = new GainNode(context);
  const agent = new GainNode(context);
  source.connect(split);
  split.connect(contact, 0);
  split.connect(agent, 1);
  contact.connect(context.destination);
  agent.connect(context.destination);
  return (heard) => {
    if (heard === "off") return void context.close();
    void context.resume();
    contact.gain.value = heard === "agent" ? 0 : 1;
    agent.gain.value = heard === "contact" ? 0 : 1;
  };
}
