/**
 * Microseconds of CPU that the work costs this thread, garbage collection on it included: what else runs on the machine
 * meanwhile hardly counts.
 */
export function cpuUs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
