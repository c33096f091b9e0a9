/**
 * Worker threads, with a watchdog. A thread that simulates answers nothing until its job is done, so the watchdog looks at
 * the heartbeat in shared memory: one that stands still for too long means a loop that never ends, in a scenario or in the
 * code under test. The thread is ended, its job is rejected with the number of heartbeats, and a fresh thread takes its place.
 * A thread that dies by itself, such as for want of memory, is treated in the same way.
 */
import { Worker } from 'node:worker_threads';
import { InputError } from '../model/input-error.ts';
import {
  type AnswerTo,
  type Job,
  type WorkerReply,
  heartbeatWord,
  sharedWords,
  stopWord,
} from '../run/worker-protocol.ts';
import { WorkerFailure, WorkerLost, type WorkerPool } from './worker-pool.ts';

const silenceMillisMax = 60_000;

interface Task {
  readonly job: Job;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly shared: Int32Array<SharedArrayBuffer>;
  task: Task | null;
  beatsSeen: number;
  silentMillis: number;
}

/** From source, the thread loads TypeScript, and under the condition that leads the package's own name to its source. */
const fromSource = import.meta.url.endsWith('.ts');
const workerUrl = new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url);
const execArgv = fromSource ? ['--conditions=corfuzz-source'] : [];

export interface ThreadPoolOptions {
  readonly size: number;
  /** How long a seed, or one step of shrinking, may take before its worker is given up. */
  readonly silenceMillisMax?: number;
}

export class ThreadPool implements WorkerPool {
  readonly size: number;
  readonly #silenceMillisMax: number;
  readonly #threads: Thread[] = [];
  readonly #waiting: Task[] = [];
  readonly #watchdog: NodeJS.Timeout;
  #closed = false;
  #windingDown = false;

  constructor(options: ThreadPoolOptions) {
    this.size = options.size;
    this.#silenceMillisMax = options.silenceMillisMax ?? silenceMillisMax;
    const periodMillis = Math.max(10, Math.min(1000, this.#silenceMillisMax / 4));
    this.#watchdog = setInterval(() => this.#watch(periodMillis), periodMillis);
    this.#watchdog.unref();
  }

  get beats(): number {
    return this.#threads.reduce(
      (sum, { task, shared }) => sum + (task === null ? 0 : Atomics.load(shared, heartbeatWord)),
      0,
    );
  }

  perform<J extends Job>(job: J): Promise<AnswerTo<J>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#dispatch();
    });
  }

  /** Every thread that was started does the job. To be called when none of them has another one. */
  performOnEach<J extends Job>(job: J): Promise<readonly AnswerTo<J>[]> {
    const answers = this.#threads.map((thread) => {
      if (thread.task !== null) throw new Error('a thread is busy');
      return new Promise<AnswerTo<J>>((resolve, reject) => this.#give(thread, { job, resolve, reject }));
    });
    return Promise.all(answers);
  }

  windDown(): void {
    this.#windingDown = true;
    for (const { shared } of this.#threads) Atomics.store(shared, stopWord, 1);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watchdog);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#threads.find(({ task }) => task === null) ?? this.#start();
      if (thread === undefined) return;
      this.#give(thread, this.#waiting.shift() as Task);
    }
  }

  #give(thread: Thread, task: Task): void {
    thread.task = task;
    thread.silentMillis = 0;
    thread.beatsSeen = 0;
    Atomics.store(thread.shared, heartbeatWord, 0);
    // A thread has no origin; only windows have.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    thread.worker.postMessage(task.job);
  }

  /** A thread is started when the first job wants it; `undefined` when all there may be are busy. */
  #start(): Thread | undefined {
    if (this.#threads.length >= this.size) return undefined;
    const shared = new Int32Array(new SharedArrayBuffer(sharedWords * Int32Array.BYTES_PER_ELEMENT));
    Atomics.store(shared, stopWord, this.#windingDown ? 1 : 0);
    const worker = new Worker(workerUrl, { workerData: { shared }, execArgv });
    const thread: Thread = { worker, shared, task: null, beatsSeen: 0, silentMillis: 0 };
    worker.on('message', (reply: WorkerReply) => this.#settle(thread, reply));
    worker.on('error', (error) => this.#lose(thread, `its worker died: ${error.message}`));
    worker.on('exit', (code) => this.#lose(thread, `its worker exited with code ${code}`));
    this.#threads.push(thread);
    return thread;
  }

  #settle(thread: Thread, reply: WorkerReply): void {
    const task = thread.task;
    if (task === null) return;
    thread.task = null;
    if (reply.is === 'answer') task.resolve(reply.answer as never);
    else task.reject(reply.is === 'input' ? new InputError(reply.message) : new WorkerFailure(reply.stack));
    this.#dispatch();
  }

  #lose(thread: Thread, message: string): void {
    const place = this.#threads.indexOf(thread);
    if (place < 0 || this.#closed) return;
    this.#threads.splice(place, 1);
    void thread.worker.terminate();
    thread.task?.reject(new WorkerLost(message, Atomics.load(thread.shared, heartbeatWord)));
    this.#dispatch();
  }

  #watch(elapsedMillis: number): void {
    for (const thread of this.#threads) {
      const beats = Atomics.load(thread.shared, heartbeatWord);
      const moved = thread.task === null || beats !== thread.beatsSeen;
      thread.silentMillis = moved ? 0 : thread.silentMillis + elapsedMillis;
      thread.beatsSeen = beats;
    }
    const limit = this.#silenceMillisMax;
    const lost = this.#threads.filter(({ silentMillis }) => silentMillis >= limit);
    for (const thread of lost) this.#lose(thread, `it did not come back within ${limit / 1000} s`);
  }
}
