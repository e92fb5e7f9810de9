// The document of ../unit/printer_peers_test.cpp, by each encoder: npm install
// && npm run render. The bytes are kept beside this file.
import { writeFileSync } from 'node:fs';
import receiptline from 'receiptline';
import Encoder from '@point-of-sale/receipt-printer-encoder';

const columns = 42;
const rows = [
  { text: 'Kafé Kringlan', bold: true, centre: true },
  { text: 'KOPIA', bold: true, big: true, centre: true },
  { text: 'Räksmörgås', right: '119,00' },
  { text: 'Äppelpaj à la crème', right: '45,00' },
  { text: 'ATT BETALA', right: '164,00', bold: true },
  { text: 'Motsvarar €', right: '14,35' },
  { text: 'Åsa & Örjan: ÅÄÖ åäö Éé €' },
];

// 16 x 8 dots: squares of two, and an edge. As PNG for the one, as pixels for
// the other.
const logo = {
  width: 16, height: 8,
  black: (x, y) => x === 0 || ((x >> 1) + (y >> 1)) % 2 === 0,
  png: 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAIAQAAAADYDUI6AAAAE0lEQVR4nGMwNmYAIp8zIITE'
    + 'BgA+YAX5S0NfNgAAAABJRU5ErkJggg==',
};
const code = 'KVITTO:KASSA1:1042';

function pixelsOf({ width, height, black }) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; ++y)
    for (let x = 0; x < width; ++x)
      if (black(x, y)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return { data, width, height };
}

function byReceiptline() {
  const mark = ({ bold, big }, text) =>
    (big ? '^^^' : '') + (bold ? `"${text}"` : text);
  const line = (x) =>
    x.right !== undefined ? `${mark(x, x.text)} | ${mark(x, x.right)}`
    : x.centre ? mark(x, x.text)
    : `|${mark(x, x.text)}`;
  const bytes = receiptline.transform(rows.map(line).join('\n')
    + `\n{image:${logo.png}}\n{code:${code};option:qrcode,5,m}\n=\n`, {
    cpl: columns, encoding: 'multilingual', command: 'escpos', cutting: false,
  });
  return Buffer.from(bytes, 'latin1');
}

function byEncoder() {
  let out = new Encoder({
    language: 'esc-pos', columns, codepageMapping: 'epson', imageMode: 'raster',
    feedBeforeCut: 0,
  }).initialize().codepage('cp858');
  for (const x of rows) {
    out = out.align(x.centre ? 'center' : 'left').bold(!!x.bold)
      .size(x.big ? 2 : 1, x.big ? 2 : 1);
    out = x.right === undefined ? out.line(x.text)
      : out.table([{ width: columns - 12, align: 'left' },
                   { width: 12, align: 'right' }], [[x.text, x.right]]);
  }
  out = out.align('center').bold(false).size(1, 1)
    .image(pixelsOf(logo), logo.width, logo.height, 'threshold')
    .qrcode(code, { model: 2, size: 5, errorlevel: 'm' });
  return Buffer.from(out.pulse().cut('partial').encode());
}

writeFileSync(new URL('receiptline.bin', import.meta.url), byReceiptline());
writeFileSync(new URL('receipt-printer-encoder.bin', import.meta.url), byEncoder());
