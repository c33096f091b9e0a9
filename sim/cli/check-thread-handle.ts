/** The thread of one history, as the main thread sees it. */
import { Worker } from 'node:worker_threads';
import { WorkerFailure } from '../explore/worker-pool.ts';
import { InputError } from '../model/input-error.ts';
import type { CheckOrder, CheckReply, CheckedFile } from './check-order.ts';

/** From source, the thread loads TypeScript. */
const fromSource = import.meta.url.endsWith('.ts');
const threadUrl = new URL(fromSource ? './check-thread.ts' : './check-thread.js', import.meta.url);
const execArgv = fromSource ? ['--conditions=corfuzz-source'] : [];

export class CheckThread {
  /** Rejects with an `InputError` when what the user gave is wrong, and when the thread was ended. */
  readonly answer: Promise<CheckedFile>;
  readonly #worker: Worker;

  constructor(order: CheckOrder) {
    this.#worker = new Worker(threadUrl, { workerData: order, execArgv });
    this.answer = new Promise((resolve, reject) => {
      this.#worker.on('message', (reply: CheckReply) => {
        if (reply.is === 'answer') resolve(reply.answer);
        else reject(reply.is === 'input' ? new InputError(reply.message) : new WorkerFailure(reply.stack));
      });
      this.#worker.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(outOfMemory);
        else reject(error);
      });
      this.#worker.on('exit', () => reject(new Error('the thread that judges the history ended before it answered')));
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Nothing is known to be wrong with it, nor right. */
const outOfMemory: CheckedFile = {
  report: {
    verdict: 'unknown',
    rule: null,
    message: 'There is not enough memory to judge it: split it by key, or by what happened between quiet times.',
    operations: [],
    chain: [],
    timeline: [],
    against: 'nothing',
    size: 0,
    counts: [],
    notChecked: ['Anything.'],
  },
  lines: [],
  certificate: 'none',
};
