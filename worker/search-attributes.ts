/** Registers the search attributes that campaigns are filtered by; a worker does it at its start. */
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { searchAttributes } from '../contracts/search-attributes';

const ALREADY_EXISTS = 6;
const types = {
  [SearchAttributeType.KEYWORD]: temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  [SearchAttributeType.DATETIME]: temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
} as const;

/** Adds what is missing; finding them there already is fine. */
export async function registerSearchAttributes(
  connection: Pick<Connection, 'operatorService'>,
  namespace: string,
): Promise<void> {
  const { operatorService } = connection;
  const known = await operatorService
    .listSearchAttributes({ namespace })
    .catch(() => ({ customAttributes: {} }));
  for (const { name, type } of Object.values(searchAttributes)) {
    if (Object.hasOwn(known.customAttributes ?? {}, name)) continue;
    try {
      await operatorService.addSearchAttributes({ namespace, searchAttributes: { [name]: types[type] } });
    } catch (error) {
      if (!isGrpcServiceError(error) || error.code !== ALREADY_EXISTS) throw error;
    }
  }
}
