/**
 * Device facts: what really happened on the wire, on flash, on disk and to processes, told by the devices and the kernel.
 * Facts are the truth that durability and exclusivity are judged by; a {@link Claim} is what protocol code says.
 * Observers see facts as they happen and must not keep or change the objects they carry, except for a recorder.
 */
import type { DomainEvent } from '../../src/ports/trace.ts';
import type { NodeId } from '../../src/ports/units.ts';

/** `number` counts the datagrams of the directed link from -> to, from 0, so that a plan can name one. */
export interface DatagramFact {
  readonly fact: 'sent' | 'delivered';
  readonly node: NodeId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly number: number;
  readonly datagram: object;
}

export interface DroppedFact {
  readonly fact: 'dropped';
  readonly node: NodeId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly number: number;
  readonly datagram: object;
  readonly why: string;
}

/** A page is programmed completely: from here on it survives power loss. `bytes` is the page at `offset`, data then spare. */
export interface ProgrammedFact {
  readonly fact: 'programmed';
  readonly node: NodeId;
  readonly page: number;
  readonly bytes: Uint8Array;
  readonly offset: number;
}

export interface ErasedFact {
  readonly fact: 'erased';
  readonly node: NodeId;
  readonly block: number;
}

/** Every write to `file` issued before the fsync is on disk. */
export interface SyncedFact {
  readonly fact: 'synced';
  readonly node: NodeId;
  readonly file: string;
}

export interface ProcessFact {
  readonly fact: 'started' | 'crashed';
  readonly node: NodeId;
  readonly incarnation: number;
}

/** The node lost its devices: whatever it had stored is gone, and the next incarnation starts empty. */
export interface DeviceLostFact {
  readonly fact: 'device-lost';
  readonly node: NodeId;
}

/** The machine is gone for good: nothing runs on it any more, and nothing that it stored comes back. */
export interface DestroyedFact {
  readonly fact: 'destroyed';
  readonly node: NodeId;
}

/** The first phase of the run is over: from here on no fault strikes, and none is in force. */
export interface FaultsStoppedFact {
  readonly fact: 'faults-stopped';
  readonly node: -1;
}

/** A fault took effect. `detail` names what it hit, in a few words. */
export interface FaultFact {
  readonly fact: 'fault';
  readonly node: NodeId | -1;
  readonly kind: string;
  readonly detail: string;
}

export interface ClaimFact {
  readonly fact: 'claim';
  readonly node: NodeId;
  readonly claim: DomainEvent;
}

/** A client invoked an operation or got its response; `operation` counts the client's operations from 0. */
export interface OperationFact {
  readonly fact: 'invoked' | 'responded';
  readonly node: NodeId;
  readonly operation: number;
  readonly detail: object;
}

export type Fact =
  | DatagramFact
  | DroppedFact
  | ProgrammedFact
  | ErasedFact
  | SyncedFact
  | ProcessFact
  | DeviceLostFact
  | DestroyedFact
  | FaultsStoppedFact
  | FaultFact
  | ClaimFact
  | OperationFact;
