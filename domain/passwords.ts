/** How long a password may be; whether it is too easily guessed is infra/guessing.ts's to say. */

/** Least length in characters (NIST 800-63B for a password beside other limits); no rules of composition. */
export const MIN_PASSWORD = 8;
/** Far above any pass phrase; keeps the work for one request bounded. */
export const MAX_PASSWORD = 256;
