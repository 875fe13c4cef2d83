/**
 * The microseconds of CPU time that the work costs this thread, including its garbage collection. Other programs on the machine
 * hardly affect the result.
 */
export function cpuUs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
