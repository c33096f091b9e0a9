/** Seconds that this process computed, whatever else the machine did meanwhile. */
export function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The least of `times` runs: what the work takes when nothing gets in its way. */
export function bestCpuSeconds(times: number, run: () => void): number {
  return Math.min(...Array.from({ length: times }, () => cpuSeconds(run)));
}
