/** One measured figure: all suites write the same shape. */

/**
 * @param subject  what was measured, for example `gds-canvas` or a peer with its version
 * @param name     the case, for example `text to image, 4 steps`
 * @param metric   for example `time` or `gzip`
 * @param unit     `ms`, `bytes`, …
 * @param samples  one number per run, at least one
 */
export function row(subject, name, metric, unit, samples) {
  if (samples.length === 0 || samples.some((sample) => !Number.isFinite(sample))) {
    throw new Error(`"${subject}, ${name}" was not measured: ${JSON.stringify(samples)}.`);
  }
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { subject, case: name, metric, unit, median, min: sorted[0], max: sorted.at(-1), runs: samples.length };
}
