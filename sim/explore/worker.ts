/**
 * The entry of a worker thread. Runs happen only here, so that the main thread can always print, answer Ctrl-C and end a
 * worker that hangs. The sandbox goes in before any scenario, and thereby any code of a user, is loaded.
 */
import { inspect } from 'node:util';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { installSandbox } from '../kernel/sandbox/install.ts';
import { InputError } from '../model/input-error.ts';
import { type Job, type WorkerData, type WorkerReply, heartbeatWord, stopWord } from '../run/worker-protocol.ts';
import { performJob } from './perform-job.ts';

installSandbox();
sayOnce();

const port = parentPort as MessagePort;
const { shared } = workerData as WorkerData;

const control = {
  beat: (): void => void Atomics.add(shared, heartbeatWord, 1),
  stopped: (): boolean => Atomics.load(shared, stopWord) !== 0,
};

async function replyTo(job: Job): Promise<WorkerReply> {
  try {
    return { is: 'answer', answer: await performJob(job, control) };
  } catch (error) {
    if (error instanceof InputError) return { is: 'input', message: error.message };
    return { is: 'failure', stack: inspect(error) };
  }
}

port.on('message', (job: Job) => {
  void replyTo(job).then((reply) => port.postMessage(reply));
});

/** Node warns of a scenario that should have been a module, besides the error that it throws; the error says it all. */
function sayOnce(): void {
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.message.startsWith('Failed to load the ES module')) return;
    for (const listener of listeners) listener(warning);
  });
}
