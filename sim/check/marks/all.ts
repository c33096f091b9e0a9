/** The marks that scenarios can ask for. */
import {
  blockRetired,
  corruptNoticed,
  pageCorrected,
  pageMoved,
  readRepaired,
  tornPageRecovered,
  unitEstranged,
  unitStopped,
} from './flash.ts';
import { fillAdopted, fillersMet, holeFilled, valueCompleted, writerLostToJunk } from './hole-filling.ts';
import { leasedAnswerGiven, leaseRanOut, leaseRanOutDrifting, leaseWaitedOut, staleTailTold } from './leases.ts';
import { chainLost, layoutMajorityLost } from './losses.ts';
import type { MarkDefinition } from './mark.ts';
import {
  appendAcknowledged,
  appendUnknown,
  clientDied,
  clockJumped,
  duplicateArrived,
  gaveUp,
  lateCopyRefused,
  outlastedCut,
  ownWriteFound,
  trimOvertook,
} from './outcomes.ts';
import {
  appendCrossedEpochs,
  rebuiltUnitJoined,
  reconfigurerOutbid,
  sequencerTookOver,
  unitCameBack,
} from './reconfiguration.ts';
import { holeOfStreamFilled, junkRunCrossed, sequencerAdvanced, streamsRecovered, tokenGivenUp } from './streams.ts';

export const marks: readonly MarkDefinition[] = [
  holeFilled,
  writerLostToJunk,
  fillersMet,
  fillAdopted,
  valueCompleted,
  appendAcknowledged,
  appendUnknown,
  clientDied,
  ownWriteFound,
  duplicateArrived,
  lateCopyRefused,
  trimOvertook,
  pageMoved,
  tornPageRecovered,
  blockRetired,
  pageCorrected,
  corruptNoticed,
  readRepaired,
  unitStopped,
  unitEstranged,
  gaveUp,
  clockJumped,
  outlastedCut,
  sequencerTookOver,
  rebuiltUnitJoined,
  appendCrossedEpochs,
  reconfigurerOutbid,
  unitCameBack,
  leasedAnswerGiven,
  leaseRanOut,
  leaseRanOutDrifting,
  leaseWaitedOut,
  staleTailTold,
  chainLost,
  layoutMajorityLost,
  streamsRecovered,
  junkRunCrossed,
  sequencerAdvanced,
  tokenGivenUp,
  holeOfStreamFilled,
];
