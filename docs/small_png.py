"""PNG files of 256 colours: a third of the size, and nobody sees the difference in a picture of text.

The browser that took the picture decodes it and picks the colours; the file is written here.
"""

import base64
import struct
import zlib
from typing import Any

from playwright.sync_api import Page

_MOST = 256  # colours that one byte a pixel can name
_PICK = """async ([source, most]) => {
    const picture = await createImageBitmap(await (await fetch(source)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const drawn = canvas.getContext("2d");
    drawn.drawImage(picture, 0, 0);
    const pixels = new Uint32Array(drawn.getImageData(0, 0, picture.width, picture.height).data.buffer);
    const seen = new Map();
    for (const colour of pixels) seen.set(colour, (seen.get(colour) || 0) + 1);
    const kept = [...seen.keys()].sort((a, b) => seen.get(b) - seen.get(a)).slice(0, most);
    const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
    const far = (a, b) => a.reduce((sum, value, at) => sum + (value - b[at]) ** 2, 0);
    const palette = kept.map(parts);
    const nearest = new Map();
    for (const colour of seen.keys()) {
        const wanted = parts(colour);
        let best = 0;
        palette.forEach((each, at) => { if (far(each, wanted) < far(palette[best], wanted)) best = at; });
        nearest.set(colour, best);
    }
    let text = "";
    for (const colour of pixels) text += String.fromCharCode(nearest.get(colour));
    return {width: picture.width, height: picture.height, palette: palette.flat(), pixels: btoa(text)};
}"""


def smaller(page: Page, png: bytes) -> bytes:
    """The same picture in 256 colours; ``page`` is a blank page of the browser."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    found: dict[str, Any] = page.evaluate(_PICK, [source, _MOST])
    width, height = found["width"], found["height"]
    pixels = base64.b64decode(found["pixels"])
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)  # 8 bits a pixel, which name a colour
    chunks = ((b"IHDR", header), (b"PLTE", bytes(found["palette"])), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
