/** Plain JSON: what may cross a workflow's border or stand in a jsonb column. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
