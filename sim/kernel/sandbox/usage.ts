/**
 * What a process uses of the machine. In a run the processor time is the virtual time, all of it in user mode, and the
 * memory is that of an idle process: code that adapts to either behaves the same everywhere.
 */
import { during, type VirtualRow } from './entry.ts';
import type { SandboxHost } from './host.ts';

const MIB = 1024 * 1024;
const rssBytes = 64 * MIB;
const freeBytes = 1024 * MIB;

function cpuUsage(host: SandboxHost, [previous]: [{ user: number; system: number }?]): NodeJS.CpuUsage {
  return { user: host.monotonicMicros() - (previous?.user ?? 0), system: 0 - (previous?.system ?? 0) };
}

function memoryUsage(): NodeJS.MemoryUsage {
  return { rss: rssBytes, heapTotal: 32 * MIB, heapUsed: 16 * MIB, external: 2 * MIB, arrayBuffers: MIB };
}

/** `rss` comes first: the new `memoryUsage` copies the properties of the old one. */
export const usageRows: readonly VirtualRow[] = [
  { name: 'process.cpuUsage', owner: process, key: 'cpuUsage', replace: during(cpuUsage) },
  { name: 'process.threadCpuUsage', owner: process, key: 'threadCpuUsage', replace: during(cpuUsage) },
  { name: 'process.memoryUsage.rss', owner: process.memoryUsage, key: 'rss', replace: during(() => rssBytes) },
  { name: 'process.memoryUsage', owner: process, key: 'memoryUsage', replace: during(memoryUsage) },
  { name: 'process.availableMemory', owner: process, key: 'availableMemory', replace: during(() => freeBytes) },
];
