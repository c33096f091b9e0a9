/** A spec checked in a thread of its own, with a stack for the recursions of specs. */
import { Worker } from 'node:worker_threads';
import type { SpecJob, SpecReply, SpecWorkerData } from './worker-protocol.ts';

const stackMegabytes = 64;

const fromSource = import.meta.url.endsWith('.ts');
const workerUrl = new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url);
const execArgv = fromSource ? ['--conditions=corfuzz-source'] : [];

export type SpecAnswer = Exclude<SpecReply, { readonly is: 'progress' | 'print' }>;
type SpecNews = Extract<SpecReply, { readonly is: 'progress' | 'print' }>;

export class SpecThread {
  readonly #worker: Worker;
  readonly #stop = new Int32Array(new SharedArrayBuffer(4));
  readonly answer: Promise<SpecAnswer>;

  constructor(job: SpecJob, onNews: (news: SpecNews) => void) {
    const data: SpecWorkerData = { job, stop: this.#stop };
    this.#worker = new Worker(workerUrl, {
      workerData: data,
      execArgv,
      resourceLimits: { stackSizeMb: stackMegabytes },
    });
    this.answer = new Promise((resolve) => {
      this.#worker.on('message', (reply: SpecReply) => {
        if (reply.is === 'progress' || reply.is === 'print') onNews(reply);
        else resolve(reply);
      });
      this.#worker.on('error', (error) => resolve({ is: 'failure', stack: error.stack ?? error.message }));
      this.#worker.on('exit', (code) => resolve({ is: 'failure', stack: `the thread ended with code ${code}` }));
    });
  }

  /** Asks for the result so far. */
  windDown(): void {
    Atomics.store(this.#stop, 0, 1);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
