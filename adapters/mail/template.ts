/** The one layout of our mails, as text and as HTML in the brand's colours, with nothing loaded from elsewhere. */
import { escapeMarkup as e } from '../../infra/markup';

export interface MailContent {
  title: string;
  message: string;
  /** A button to the place the mail is about. */
  link: { label: string; url: string } | null;
  /** The address of Adflight, for the footer. */
  home: string;
}

export interface Mail {
  subject: string;
  text: string;
  html: string;
}

const AMBER = '#f59e0b';
const INK = '#1c1917';

export function renderMail(content: MailContent): Mail {
  return { subject: oneLine(content.title), text: renderText(content), html: renderHtml(content) };
}

function renderText({ title, message, link, home }: MailContent): string {
  const parts = [oneLine(title), message, ...(link ? [`${link.label}:\n${link.url}`] : [])];
  return `${parts.join('\n\n')}\n\n--\nAdflight · ${home}\n`;
}

function renderHtml({ title, message, link, home }: MailContent): string {
  const button = link
    ? `
        <p style="margin:24px 0 0">
          <a href="${e(link.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${AMBER};color:${INK};font-weight:700;text-decoration:none">${e(link.label)}</a>
        </p>`
    : '';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="color-scheme" content="light">
    <title>${e(oneLine(title))}</title>
  </head>
  <body style="margin:0;padding:24px;background:#fafaf9;color:${INK};font:16px/1.5 Manrope,Helvetica,Arial,sans-serif">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;margin:0 auto;background:#ffffff;border-radius:12px">
      <tr><td style="padding:16px 24px;border-radius:12px 12px 0 0;background:${AMBER};color:${INK};font-size:18px;font-weight:700">Adflight</td></tr>
      <tr><td style="padding:24px">
        <h1 style="margin:0 0 12px;font-size:22px;line-height:1.3">${e(oneLine(title))}</h1>
        <p style="margin:0">${e(message).replaceAll('\n', '<br>')}</p>${button}
      </td></tr>
      <tr><td style="padding:16px 24px;color:#57534e;font-size:13px">Adflight · <a href="${e(home)}" style="color:#57534e">${e(home)}</a></td></tr>
    </table>
  </body>
</html>
`;
}

/** A name with a line break must not become a header or a second paragraph. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
