/** A module that narrows a spec to one slice of it, and its constants. */
export interface SliceModule {
  readonly name: string;
  readonly text: string;
  /** As in a .cfg file. */
  readonly config: string;
}
