/** The members of a PATCH that were given; `null` is a value, absent is not. */

export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

export function given<T extends object>(changes: T): Given<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Given<T>;
}
