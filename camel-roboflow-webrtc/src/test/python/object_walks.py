"""Makes random walks of boxes, and what supervision's LineZone and PolygonZone and the Workflows block Time in Zone (v3) say of them with
their defaults.

Run beside checkouts of Roboflow's supervision (0.27) and inference (1.5), which are no part of this project. Makes the same file each time:
    PYTHONPATH=<supervision> python3 object_walks.py walks.txt.gz <inference>

A line each, fields separated by spaces: the line's x1,y1,x2,y2; the polygon's corners x,y;...; width,height of the box; its left upper corner in each
step, in quarters of a pixel, x,y;... (empty: not seen); and what supervision says in each step: I crossed in, O crossed out, z inside the polygon,
Z inside and crossed in, Q inside and crossed out, - none of it; and for how many steps the box has been in the polygon, as the block tells it
in each step, n,n,... (empty: it does not tell).
"""

import __future__
import ast
import gzip
import pathlib
import random
import sys
from types import SimpleNamespace

import numpy as np
import supervision as sv

WIDTH, HEIGHT, STEPS = 200, 150, 30
FPS = 25


def time_in_zone(inference):
    """The block's own class, without what tells the Workflows engine how to call it."""
    file = pathlib.Path(inference, "inference/core/workflows/core_steps/analytics/time_in_zone/v3.py")
    code = ast.parse(file.read_text())
    code.body = [
        node
        for node in code.body
        if not (isinstance(node, ast.ImportFrom) and node.module.split(".")[0] in ("inference", "pydantic"))
        and not (isinstance(node, ast.ClassDef) and node.name == "TimeInZoneManifest")
    ]
    names = {"WorkflowBlock": object, "TIME_IN_ZONE_KEY_IN_SV_DETECTIONS": "time_in_zone"}
    exec(compile(code, file, "exec", __future__.annotations.compiler_flag), names)
    return names["TimeInZoneBlockV3"]


def time_of(block, corners, step, seen):
    video = SimpleNamespace(video_identifier="walk", comes_from_video_file=True, fps=FPS, frame_number=step)
    timed = block.run(
        image=SimpleNamespace(video_metadata=video),
        detections=seen,
        zone=[list(corner) for corner in corners],
        triggering_anchor="CENTER",
        remove_out_of_zone_detections=True,
        reset_out_of_zone_detections=True,
    )["timed_detections"]
    return str(round(timed["time_in_zone"][0] * FPS)) if len(timed) else ""


def detections(left, top, width, height):
    return sv.Detections(
        xyxy=np.array([[left, top, left + width, top + height]], dtype=float),
        confidence=np.array([0.9]),
        class_id=np.array([0]),
        tracker_id=np.array([1]),
    )


def walk(random, block):
    def point():
        return random.randint(0, WIDTH), random.randint(0, HEIGHT)

    start, end = point(), point()
    while end == start:
        end = point()
    if random.random() < 0.3:
        end = (end[0], start[1]) if end[0] != start[0] else end
    corners = [point() for _ in range(random.choice([3, 4, 4, 5, 6, 8]))]
    if random.random() < 0.3:
        (x1, y1), (x2, y2) = corners[:2]
        corners = [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]
    largest = random.choice([6, 12, 40])
    width, height = random.randint(2, largest), random.randint(2, largest)
    reach = random.choice([8, 60, 120])
    # near the middle of the line, so that it is crossed
    x, y = 2 * (start[0] + end[0] - width), 2 * (start[1] + end[1] - height)
    line = sv.LineZone(sv.Point(*start), sv.Point(*end))
    zone = sv.PolygonZone(np.array(corners))
    steps, said, times = [], [], []
    for step in range(STEPS):
        x = min(max(x + random.randint(-reach, reach), -80), 4 * WIDTH)
        y = min(max(y + random.randint(-reach, reach), -80), 4 * HEIGHT)
        if random.random() < 0.05:
            steps.append("")
            said.append("-")
            times.append("")
            continue
        seen = detections(x / 4, y / 4, width, height)
        crossed_in, crossed_out = (bool(c[0]) for c in line.trigger(seen))
        inside = bool(zone.trigger(seen)[0])
        times.append(time_of(block, corners, step, seen))
        steps.append(f"{x},{y}")
        said.append(("Z" if crossed_in else "Q" if crossed_out else "z") if inside else ("I" if crossed_in else "O" if crossed_out else "-"))
    return " ".join([
        f"{start[0]},{start[1]},{end[0]},{end[1]}",
        ";".join(f"{cx},{cy}" for cx, cy in corners),
        f"{width},{height}",
        ";".join(steps),
        "".join(said),
        ",".join(times),
    ])


def main():
    source = random.Random(20261126)
    block = time_in_zone(sys.argv[2])
    with open(sys.argv[1], "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as out:
        for _ in range(1000):
            out.write((walk(source, block()) + "\n").encode())


main()
