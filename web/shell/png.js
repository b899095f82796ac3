// An SVG plot as PNG, at twice its size, with the SVG's own words about its origin in the file's text chunks.

const kScale = 2;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; ++k) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** An iTXt chunk: UTF-8 text under a keyword. */
function textChunk(keyword, text) {
  const data = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const out = new Uint8Array(data.length + 8);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length - 4);
  out.set(data, 4);
  view.setUint32(4 + data.length, crc(data));
  return out;
}

const kHeader = 8 + 25;  // signature and IHDR: text may follow at once

/** svg (text) -> PNG bytes. */
export async function pngOf(svg) {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const width = Number(parsed.getAttribute('width'));
  const height = Number(parsed.getAttribute('height'));
  const about = parsed.querySelector('desc, metadata')?.textContent ?? '';
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * kScale;
  canvas.height = height * kScale;
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  const plain = new Uint8Array(await blob.arrayBuffer());
  return new Blob([plain.slice(0, kHeader), textChunk('Source', about), plain.slice(kHeader)],
    { type: 'image/png' });
}
