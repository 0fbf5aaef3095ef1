/** Turns at something that only so many may do at once: shared evenly, so that a crowd can't keep a user from theirs. */

type Kind = 'known' | 'strange';

/** Who waits for a turn. */
export interface Asker {
  /** Those of one share wait for each other, not others for them. */
  share: string;
  /** Goes before strangers, but for every fourth turn. */
  isKnown: boolean;
}

/** A place could not be had, or was given to one whose share had fewer. */
export class NoTurn extends Error {}

interface Place {
  begin(): void;
  refuse(error: NoTurn): void;
}
/** Who waits of each share, the one whose turn is next first. */
type Lane = Map<string, Place[]>;

interface Turns {
  /** Of all together; those that strangers leave are for the known, who then wait for no stranger. */
  atOnce: number;
  strangersAtOnce: number;
  /** Of the known, and as many strangers. */
  mostWaiting: number;
}

const STRANGERS_TURN = 4;

export function createTurns({ atOnce, strangersAtOnce, mostWaiting }: Turns) {
  const lanes: Readonly<Record<Kind, Lane>> = { known: new Map(), strange: new Map() };
  const running: Record<Kind, number> = { known: 0, strange: 0 };
  let given = 0;

  function mayBegin(kind: Kind): boolean {
    if (running.known + running.strange >= atOnce) return false;
    return kind === 'known' || running.strange < strangersAtOnce;
  }

  function join(kind: Kind, share: string): Promise<void> {
    const lane = lanes[kind];
    return new Promise((begin, refuse) => {
      if (waitingIn(lane) >= mostWaiting && !makeRoom(lane, share)) return refuse(new NoTurn());
      lane.set(share, [...(lane.get(share) ?? []), { begin, refuse }]);
    });
  }

  /** A turn that ended goes to who waits. */
  function handOn(): void {
    given += 1;
    const order: Kind[] = given % STRANGERS_TURN === 0 ? ['strange', 'known'] : ['known', 'strange'];
    const kind = order.find((one) => mayBegin(one) && lanes[one].size > 0);
    if (kind === undefined) return;
    running[kind] += 1;
    takeFrom(lanes[kind])?.begin();
  }

  /** Does the work when its turn has come. @throws NoTurn when too many wait. */
  return async function inTurn<T>({ share, isKnown }: Asker, work: () => Promise<T>): Promise<T> {
    const kind = isKnown ? 'known' : 'strange';
    // Who waits is counted as running by whoever hands the turn on.
    if (mayBegin(kind)) running[kind] += 1;
    else await join(kind, share);
    try {
      return await work();
    } finally {
      running[kind] -= 1;
      handOn();
    }
  };
}

function waitingIn(lane: Lane): number {
  let sum = 0;
  for (const places of lane.values()) sum += places.length;
  return sum;
}

/** The last of the largest share gives way to one whose share would still be smaller. */
function makeRoom(lane: Lane, share: string): boolean {
  const [largest] = [...lane].sort(([, a], [, b]) => b.length - a.length);
  if (!largest || largest[1].length <= (lane.get(share)?.length ?? 0) + 1) return false;
  const [name, places] = largest;
  places.at(-1)?.refuse(new NoTurn());
  lane.set(name, places.slice(0, -1));
  return true;
}

/** The first of the share that has waited longest for one; the share goes to the end. */
function takeFrom(lane: Lane): Place | undefined {
  const [first] = lane;
  if (!first) return undefined;
  const [share, [place, ...others]] = first;
  lane.delete(share);
  if (others.length > 0) lane.set(share, others);
  return place;
}
