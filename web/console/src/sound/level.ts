/** How loud a stream is right now: root mean square of the last 40 ms, 0 (silence) to 1 (full scale). `close` when done. */
export interface Meter {
  level: () => number;
  close: () => void;
}

export type OpenMeter = (stream: MediaStream) => Meter;

export function openMeter(stream: MediaStream): Meter {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      return rootMeanSquare(samples);
    },
    close: () => void context.close(),
  };
}

export function rootMeanSquare(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i += 1) sum += (samples[i] ?? 0) ** 2;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}

/** A level as the share of a bar from -60 dBFS (0) to full scale (1): how loudness is heard. */
export function bar(level: number): number {
  return level <= 0 ? 0 : Math.min(1, Math.max(0, 1 + Math.log10(level) / 3));
}
