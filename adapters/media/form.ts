/** A multipart form with one file, read as it streams in: nothing is held but the form's few short fields. */
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { BusinessError } from '../../domain/errors';
import { type Spooled, spool } from './spool';

interface UploadForm {
  file: Spooled;
  fileName: string;
  fields: Record<string, string>;
}

/**
 * Ends with the first refusal; what the client still sends is then read and thrown away, so that it gets the answer.
 * @throws VALIDATION_FAILED for no form, no file, two files, too many fields, or one that broke off; and as `spool`.
 */
export async function readForm(
  source: NodeJS.ReadableStream,
  contentType: string,
  folder: string,
): Promise<UploadForm> {
  const form = openForm(contentType);
  let part: BusboyFileStream | undefined;
  let file: Promise<{ file: Spooled; fileName: string }> | undefined;
  try {
    return await new Promise<UploadForm>((resolve, reject) => {
      const fields: Record<string, string> = {};
      form.on('file', (_field, stream, fileName) => {
        part = stream;
        // Heard from the start: it may break off before anyone reads it.
        stream.on('error', reject);
        file = spool(stream.iterator({ destroyOnReturn: false }), folder).then((spooled) => ({
          file: spooled,
          fileName: fileName ?? '',
        }));
        file.catch(reject);
      });
      form.on('field', (name, value, nameCut, valueCut) => {
        if (nameCut || valueCut || Object.hasOwn(fields, name))
          reject(badForm('A field is too long or doubled.'));
        else fields[name] = value;
      });
      form.on('filesLimit', () => reject(badForm('One file at a time.')));
      form.on('fieldsLimit', () => reject(badForm('There are too many fields.')));
      form.on('error', reject);
      form.on('finish', () => {
        if (!file) reject(badForm('There is no file in the form.'));
        else file.then((taken) => resolve({ ...taken, fields }), reject);
      });
      source.on('error', reject);
      source.on('close', () => form.end());
      source.pipe(form);
    });
  } catch (error) {
    source.unpipe(form);
    source.resume();
    part?.destroy();
    await file?.catch(() => {});
    throw error instanceof BusinessError ? error : badForm('The form is broken or was cut off.');
  }
}

function openForm(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { files: 1, fields: 8, fieldSize: 1_000, headerPairs: 50, headerSize: 8_192 },
    });
  } catch {
    throw badForm('The form has no boundary.');
  }
}

function badForm(message: string): BusinessError {
  return new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/file', message }] });
}
