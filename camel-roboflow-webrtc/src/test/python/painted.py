"""Frame numbers as black and white cells, the layout of the Java class PaintedFrames: provisional until that class is here."""
import numpy as np

from pictures import frame_of

CELL = 16
BITS = 24
BLACK, WHITE, GREY = 16, 235, 126


def paint(luma, number):
    bits = [1, 0] + [(number >> i) & 1 for i in range(BITS)]
    for i, bit in enumerate(bits):
        luma[0:CELL, i * CELL:(i + 1) * CELL] = WHITE if bit else BLACK


def read(luma):
    bits = [int(luma[4:CELL - 4, i * CELL + 4:(i + 1) * CELL - 4].mean() > 128) for i in range(BITS + 2)]
    if bits[:2] != [1, 0]:
        return None
    return sum(bit << i for i, bit in enumerate(bits[2:]))


def picture(width, height, number, pts=None, time_base=None):
    luma = np.full((height, width), GREY, np.uint8)
    paint(luma, number)
    chroma = np.full(((height + 1) // 2, (width + 1) // 2), 128, np.uint8)
    return frame_of([luma, chroma, chroma], pts, time_base)
