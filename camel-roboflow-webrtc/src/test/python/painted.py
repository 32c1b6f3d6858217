"""Frame numbers as black and white cells: the same layout and background as the Java class PaintedFrames of these tests.

The frame is 20 x 12 cells; rows 1-4, columns 1-8 hold 24 bits of number and 8 bits of checksum, highest first.
"""
import functools

import numpy as np

from pictures import frame_of

MAX_NUMBER = 0xFFFFFF
COLUMNS, ROWS, BITS_PER_ROW, BITS = 20, 12, 8, 32
BLACK, WHITE = 16, 235


def checksum(number):
    return ((number * 0x9E3779B1 & 0xFFFFFFFF) >> 24) ^ 0x5A


def paint(width, height, number):
    """Planes Y, U, V of a frame with this number."""
    luma, u, v = background(width, height)
    chroma_width = (width + 1) // 2
    shift = number * 2 % chroma_width
    planes = [np.roll(luma, -(2 * shift % width), 1), np.roll(u, -shift, 1), np.roll(v, -shift, 1)]
    code = number << 8 | checksum(number)
    for bit in range(BITS):
        column, row = 1 + bit % BITS_PER_ROW, 1 + bit // BITS_PER_ROW
        left, right = column * width // COLUMNS, (column + 1) * width // COLUMNS
        top, bottom = row * height // ROWS, (row + 1) * height // ROWS
        planes[0][top:bottom, left:right] = WHITE if code >> (BITS - 1 - bit) & 1 else BLACK
        for plane in planes[1:]:
            plane[top // 2:(bottom + 1) // 2, left // 2:(right + 1) // 2] = 128
    return planes


def picture(width, height, number, pts=None, time_base=None):
    """A PyAV frame with this number."""
    return frame_of(paint(width, height, number), pts, time_base)


def read(luma):
    """The number in a luma plane, or None when the frame carries none that can be trusted."""
    height, width = luma.shape
    code = 0
    for bit in range(BITS):
        column, row = 1 + bit % BITS_PER_ROW, 1 + bit // BITS_PER_ROW
        left, top = (4 * column + 1) * width // (4 * COLUMNS), (4 * row + 1) * height // (4 * ROWS)
        right = max(left + 1, (4 * column + 3) * width // (4 * COLUMNS))
        bottom = max(top + 1, (4 * row + 3) * height // (4 * ROWS))
        mean = int(luma[top:bottom, left:right].mean())
        if 96 < mean < 160:
            return None
        code = code << 1 | (mean >= 160)
    number = code >> 8
    return number if code & 0xFF == checksum(number) else None


@functools.lru_cache(maxsize=8)
def background(width, height):
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    luma = 126 + 45 * wave(x, width, 3, y / 60.0) + 25 * wave(x, width, 11, -y / 17.0) + texture(x, y)
    chroma_width, chroma_height = (width + 1) // 2, (height + 1) // 2
    x, y = np.meshgrid(np.arange(chroma_width), np.arange(chroma_height))
    u = 128 + 50 * wave(x, chroma_width, 2, y / 40.0)
    v = 128 + 50 * wave(x, chroma_width, 5, -y / 55.0)
    return tuple(np.clip(np.floor(plane + 0.5), BLACK, WHITE).astype(np.uint8) for plane in (luma, u, v))


def wave(x, width, periods, phase):
    return np.sin(2 * np.pi * periods * x / width + phase)


def texture(x, y):
    """Blocks of 4x4 pixels, each lighter or darker by up to 12."""
    left = (x // 4).astype(np.uint32) * np.uint32(0x85EBCA6B)
    down = (y // 4).astype(np.uint32) * np.uint32(0xC2B2AE35)
    return (((left ^ down) * np.uint32(0x27D4EB2F)) >> np.uint32(24)).astype(np.int32) % 25 - 12
