/** The documentation, as pages that need nothing from elsewhere: the API under /docs/api, every error under /docs/errors. */
import path from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { errorTable } from '../domain/errors';
import { MINUTE, SECOND } from '../domain/time';
import { escapeMarkup as e } from '../infra/markup';

/** Swagger UI, as its package brings it. */
const UI = path.dirname(require.resolve('swagger-ui-dist/package.json'));
const ASSETS = ['swagger-ui-bundle.js', 'swagger-ui.css'];
const LIFETIME = 60 * MINUTE;

/** @param publicUrl where the page sends what is tried out. */
export function docsPages(publicUrl: string): Router {
  const router = express.Router({ caseSensitive: true });
  const { origin } = new URL(publicUrl);
  // Swagger UI sets styles of elements; nothing else comes from the page itself.
  const policy = [
    ...[
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
    ],
    ...[`connect-src 'self' ${origin}`, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; ');
  const page = (html: string): RequestHandler => {
    return (_req, res) => {
      res.set({ 'Content-Security-Policy': policy, 'Cache-Control': `public, max-age=${LIFETIME / SECOND}` });
      res.type('html').send(html);
    };
  };
  router.get('/docs/api', page(API_PAGE));
  router.get('/docs/errors', page(errorsPage()));
  router.get('/docs/assets/start.js', (_req, res) => {
    res
      .set('Cache-Control', `public, max-age=${LIFETIME / SECOND}`)
      .type('js')
      .send(START);
  });
  for (const name of ASSETS) {
    router.get(`/docs/assets/${name}`, (_req, res, next) => {
      res.sendFile(name, { root: UI, maxAge: LIFETIME }, (error) => error && next(error));
    });
  }
  return router;
}

const head = (title: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>`;

const API_PAGE = `${head('Adflight API')}
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"><link rel="icon" href="data:,"></head>
<body><div id="ui"></div><noscript>The document itself: <a href="/api/v1/openapi.json">openapi.json</a></noscript>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/assets/start.js"></script></body></html>`;

/** Credentials are typed in and kept in memory alone; no outside service checks the document. */
const START = `SwaggerUIBundle({
  url: '/api/v1/openapi.json', dom_id: '#ui', deepLinking: true, docExpansion: 'none', filter: true,
  validatorUrl: null, persistAuthorization: false, showExtensions: false, tagsSorter: 'alpha',
});
`;

/** Each code at an address of its own, which is the \`type\` of its problem documents. */
function errorsPage(): string {
  const rows = Object.entries(errorTable)
    .map(([code, [status, sentence]]) => {
      const cells = `<th scope="row"><a href="#${code}">${code}</a></th><td>${status}</td><td>${e(sentence)}</td>`;
      return `<tr id="${code}">${cells}</tr>`;
    })
    .join('\n');
  return `${head('Errors of the Adflight API')}<link rel="icon" href="data:,">
<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1917}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #d6d3d1;vertical-align:top}
tr:target{background:#fef3c7}a{color:#1d4ed8}</style></head><body><main><h1>Errors</h1>
<p>Every error is an <code>application/problem+json</code> document (RFC 9457). Its <code>code</code> never changes its
meaning; <code>detail</code> is for people, and <code>errors</code> names each field that is not valid.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">What it says</th></tr></thead>
<tbody>${rows}</tbody></table></main></body></html>`;
}
