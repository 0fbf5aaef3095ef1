/** Whether a schema holds a rule that JSON Schema can't say, so that the document lets through what is then refused with 422. */
import { z } from 'zod';

/** Its children come last, in any order. */
function parts(schema: z.core.$ZodType): z.core.$ZodType[] {
  return Object.values(schema._zod.def).flatMap(within);
}

function within(value: unknown): z.core.$ZodType[] {
  if (value instanceof z.core.$ZodType) return [value];
  if (Array.isArray(value)) return value.flatMap(within);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return [];
  return Object.values(value).flatMap(within);
}

export function hasRules(schema: z.core.$ZodType, seen = new Set<z.core.$ZodType>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  const checks = schema._zod.def.checks ?? [];
  if (checks.some(({ _zod: { def } }) => def.check === 'custom')) return true;
  if (schema instanceof z.core.$ZodCustom) return true;
  return parts(schema).some((part) => hasRules(part, seen));
}
