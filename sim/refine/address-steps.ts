/** Who wants to hear of every step of FlashUnit, said or unsaid, in the order of the spec. What it does not like it keeps to itself. */
export interface AddressSteps {
  /** `isOvertaken`: in the spec this came before the mark that the unit has by now. */
  stepped(step: AddressStep): void;
  /** A read was answered with what the address has. */
  told(answer: AddressAnswer): void;
  /** The prefix mark of a unit. */
  marked(node: number, upTo: number, step: number): void;
  /** The unit left the first epoch, or its first incarnation. */
  left(): void;
}

export interface AddressStep {
  readonly node: number;
  readonly position: number;
  readonly action: string;
  /** Its number; junk and trims are the same everywhere. */
  readonly entry: number;
  /** Of data; -1 of anything else. */
  readonly writer: number;
  readonly isOvertaken: boolean;
  /** Of the run. */
  readonly step: number;
}

export interface AddressAnswer {
  readonly node: number;
  /** Who had asked. */
  readonly reader: number;
  readonly position: number;
  readonly status: 'data' | 'junk' | 'unwritten' | 'trimmed' | 'corrupt';
  /** Of data and junk. */
  readonly entry: number;
  /** The address was trimmed since the request arrived. */
  readonly isOvertaken: boolean;
  /** Of the run. */
  readonly step: number;
}
