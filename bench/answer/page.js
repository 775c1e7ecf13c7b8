// Clicks "answer" and listens. Resolves with the moment of the click and the moment the caller's tone was first heard (ms, wall clock).
async ([hertz, patience]) => {
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024; // 21 ms at 48 kHz: as finely as it is measured
  analyser.smoothingTimeConstant = 0;
  const levels = new Float32Array(analyser.frequencyBinCount);
  const bin = Math.round((hertz * analyser.fftSize) / context.sampleRate);
  const now = () => performance.timeOrigin + performance.now();
  const clicked = now();
  document.querySelector('[data-testid="answer"]').click();
  let voice, source, heard;
  while (heard === undefined && now() - clicked < patience * 1000) {
    await new Promise((done) => setTimeout(done, 4));
    const stream = document.querySelector('[data-testid="remote-audio"]')?.srcObject;
    if (!stream) continue;
    if (stream !== voice) {
      source?.disconnect();
      (source = context.createMediaStreamSource((voice = stream))).connect(analyser);
    }
    analyser.getFloatFrequencyData(levels);
    if (levels[bin] > -50) heard = now();
  }
  await context.close();
  return [clicked, heard ?? null];
}
